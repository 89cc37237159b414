import { FRAME_TIME_MARKS, type ScenarioMark, type ScenarioTrace } from '../../model/index.ts'
import type { EdgeTable } from './edge-table.ts'
import { toNs, unknownFacts, type FunctionTable } from './function-table.ts'

/** Names the scenario that a live recording becomes; all optional. */
export interface LiveScenario {
  readonly project?: string
  readonly file?: string
  readonly test?: string
  readonly scenario?: string
  readonly phase?: ScenarioTrace['phase']
  readonly stopMark?: string
  readonly weight?: number
}

interface Frame {
  readonly index: number
  readonly enteredNs: number
  calleesNs: number
}

/** Counts calls as they are reported, with a stack of its own. One recording, from start to stop, becomes one scenario. */
export class LiveRecorder {
  readonly #functions: FunctionTable
  readonly #edges: EdgeTable
  readonly #now: () => number
  readonly #startedUs: number
  readonly #labels: LiveScenario
  readonly #stack: Frame[] = []
  readonly #calls = new Map<number, number>()
  readonly #marks: ScenarioMark[] = []
  #isBeforeFrame = true

  constructor(functions: FunctionTable, edges: EdgeTable, now: () => number, labels: LiveScenario) {
    this.#functions = functions
    this.#edges = edges
    this.#now = now
    this.#startedUs = now()
    this.#labels = labels
  }

  get marks(): readonly ScenarioMark[] {
    return this.#marks
  }

  call(name: string, module: string): void {
    const index = this.#count(name, module)
    const caller = this.#stack.at(-1)
    if (caller !== undefined) this.#edges.add(caller.index, index, 1)
    this.#stack.push({ index, enteredNs: this.#nowNs(), calleesNs: 0 })
  }

  /** Leaves the innermost call of that function, and with it whatever it called that has not returned; unknown ones are ignored. */
  return(name: string): void {
    const index = this.#functions.find(name)
    const depth = this.#stack.findLastIndex((frame) => frame.index === index)
    if (depth < 0) return
    while (this.#stack.length > depth) this.#pop()
  }

  mark(name: string): void {
    this.#marks.push({ name, position: this.#calls.size, us: this.#nowNs() / 1000 })
    if (FRAME_TIME_MARKS.has(name)) this.#isBeforeFrame = false
  }

  /** A call that has no duration and calls nothing. */
  countOnly(name: string): void {
    this.#count(name, '')
  }

  /** Ends all open calls and gives the scenario, or `undefined` when nothing happened. */
  finish(): ScenarioTrace | undefined {
    while (this.#stack.length > 0) this.#pop()
    if (this.#calls.size === 0 && this.#marks.length === 0) return undefined
    const { project = '', file = '', test = '', scenario, phase, stopMark, weight = 1 } = this.#labels
    return {
      kind: 'test',
      project,
      file,
      test,
      ...(scenario === undefined ? {} : { scenario }),
      ...(phase === undefined ? {} : { phase }),
      ...(stopMark === undefined ? {} : { stopMark }),
      weight,
      order: Int32Array.from(this.#calls.keys()),
      calls: Float64Array.from(this.#calls.values()),
      marks: this.#marks,
    }
  }

  #count(name: string, module: string): number {
    const index = this.#functions.find(name) ?? this.#functions.add(unknownFacts(name, module))
    const ns = this.#nowNs()
    this.#functions.accumulate(index, {
      callCount: 1,
      firstNs: ns,
      lastNs: ns,
      totalNs: 0,
      selfNs: 0,
      isStartupPath: this.#isBeforeFrame,
    })
    this.#calls.set(index, (this.#calls.get(index) ?? 0) + 1)
    return index
  }

  #pop(): void {
    const frame = this.#stack.pop()
    if (frame === undefined) return
    const ns = Math.max(0, this.#nowNs() - frame.enteredNs)
    // A recursive function's inner calls lie within its outer one: only the outermost counts to its total.
    const isInner = this.#stack.some((outer) => outer.index === frame.index)
    this.#functions.accumulate(frame.index, {
      callCount: 0,
      firstNs: Number.NaN,
      lastNs: Number.NaN,
      totalNs: isInner ? 0 : ns,
      selfNs: Math.max(0, ns - frame.calleesNs),
      isStartupPath: false,
    })
    const caller = this.#stack.at(-1)
    if (caller !== undefined) caller.calleesNs += ns
  }

  #nowNs(): number {
    return toNs(Math.max(0, this.#now() - this.#startedUs))
  }
}
