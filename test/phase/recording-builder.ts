import type {
  FunctionLayoutHint,
  LayoutPhase,
  Recording,
  RecordingBlock,
  ScenarioTrace,
} from '../../src/model/index.ts'
import { RecordingSession } from '../../src/record/session/index.ts'

/** A trace in short: `main*2 | startup.complete | loop*50` are calls in order with markers between. */
export interface TraceText {
  readonly kind?: 'load' | 'test'
  readonly project?: string
  readonly file?: string
  readonly test?: string
  readonly scenario?: string
  readonly phase?: LayoutPhase
  readonly stopMark?: string
  readonly weight?: number
  readonly run: string
}

/** Builds a recording from traces; functions named in `others` never ran. */
export function recordingOf(
  traces: readonly TraceText[],
  others: readonly string[] = [],
  hints: Readonly<Record<string, FunctionLayoutHint>> = {},
): Recording {
  const names: string[] = []
  const callCount: number[] = []
  const indexOf = (name: string): number => {
    const known = names.indexOf(name)
    if (known >= 0) return known
    callCount.push(0)
    return names.push(name) - 1
  }
  const scenarios = traces.map(
    ({ run, kind = 'test', project = '', file = 'a.test.ts', test = 't', weight = 1, ...labels }): ScenarioTrace => {
      const order: number[] = []
      const calls: number[] = []
      const marks: { name: string; position: number; us: number }[] = []
      run.split('|').forEach((part, i) => {
        if (i % 2 === 1) marks.push({ name: part.trim(), position: order.length, us: order.length * 10 })
        else
          for (const word of part.trim().split(/\s+/)) {
            if (word === '') continue
            const [name = '', times = '1'] = word.split('*')
            const f = indexOf(name)
            callCount[f] = (callCount[f] ?? 0) + Number(times)
            order.push(f)
            calls.push(Number(times))
          }
      })
      return Object.assign({ kind, project, file, test: kind === 'load' ? '' : test, weight }, labels, {
        order: Int32Array.from(order),
        calls: Float64Array.from(calls),
        marks,
      })
    },
  )
  for (const name of others) indexOf(name)
  const zeros = names.map(() => 0)
  const block: RecordingBlock = {
    functions: names.map((name, i) => {
      const hint = hints[name]
      const facts = { name, module: '', line: i + 1, column: 1, size: 10, totalSize: 10, bodyHash: '' }
      return hint === undefined ? facts : Object.assign(facts, { hint })
    }),
    callCount,
    firstCallUs: zeros,
    lastCallUs: zeros,
    totalUs: zeros,
    selfUs: zeros,
    isStartupPath: zeros,
    edgeCaller: [],
    edgeCallee: [],
    edgeCount: [],
    scenarios,
    complete: true,
    problems: [],
  }
  return new RecordingSession().absorb(block).toRecording()
}
