import {
  EVENT_LOOP_MARKS,
  FRAME_TIME_MARKS,
  MARKER_PREFIX,
  splitFunctionName,
  type FunctionFacts,
  type FunctionRecord,
  type LayoutConfig,
  type Recording,
  type RecordingBlock,
  type ScenarioTrace,
} from '../../model/index.ts'
import { layoutConfigOf, type LayoutExportOptions } from '../../phase/index.ts'
import { checkName } from './check-name.ts'
import { EdgeTable, type EdgeLists } from './edge-table.ts'
import { FunctionTable, toNs, unknownFacts } from './function-table.ts'
import { LiveRecorder, type LiveScenario } from './live-recorder.ts'
import { takeSnapshot, type Snapshot } from './snapshot.ts'
import { renumberTrace } from './trace-order.ts'

export interface RecordingSessionOptions {
  /** The clock of `recordCall` and `mark`, in microseconds. Default: `performance.now()`. */
  readonly now?: () => number
}

/**
 * Collects what was recorded: call by call (`recordCall`), from worker blocks (`absorb`), from other recordings (`merge`).
 *
 * As a {@link Recording} it is always in canonical form: functions in source order, scenarios sorted.
 * `merge` is associative and commutative with the empty session as unit; see docs/formats.md for how each field is joined.
 */
export class RecordingSession implements Recording {
  #functions = new FunctionTable()
  #edges = new EdgeTable()
  #traces: ScenarioTrace[] = []
  #problems = new Set<string>()
  #isComplete = true
  #live: LiveRecorder | undefined
  #snapshot: Snapshot | undefined
  readonly #now: () => number

  constructor(options: RecordingSessionOptions = {}) {
    this.#now = options.now ?? (() => performance.now() * 1000)
  }

  /** A session that holds one recording. */
  static from(recording: Recording): RecordingSession {
    return new RecordingSession().merge(recording)
  }

  get complete(): boolean {
    return this.#isComplete
  }

  get problems(): readonly string[] {
    return this.#view().problems
  }

  get functions(): readonly FunctionRecord[] {
    return this.#view().functions
  }

  get scenarios(): readonly ScenarioTrace[] {
    return this.#view().scenarios
  }

  /** All calls by caller, in the numbers of {@link functions}: cheaper than each function's `callees`. */
  get edges(): EdgeLists {
    return this.#view().edges
  }

  /** The earliest first frame (`first_frame`, `ui.ready` or `startup.complete`) of any scenario, microseconds. */
  get firstFrameUs(): number | undefined {
    return this.#earliest(FRAME_TIME_MARKS)
  }

  /** The earliest entry of the event loop (`event_loop.enter`, `main_loop`) of any scenario, microseconds. */
  get eventLoopUs(): number | undefined {
    return this.#earliest(EVENT_LOOP_MARKS)
  }

  /** Starts to count calls as one scenario; a recording that runs already goes on. */
  startRecording(scenario: LiveScenario = {}): void {
    this.#live ??= new LiveRecorder(this.#functions, this.#edges, this.#now, scenario)
  }

  /** Ends the running recording; calls still open end now. */
  stopRecording(): void {
    const trace = this.#live?.finish()
    this.#live = undefined
    this.#touch()
    if (trace !== undefined) this.#traces.push(trace)
  }

  isRecording(): boolean {
    return this.#live !== undefined
  }

  /**
   * A function was entered; ignored while nothing records.
   *
   * @throws LayoutError `NAME` for a name that is empty or no text
   */
  recordCall(name: string, module?: string): void {
    if (this.#live === undefined) return
    checkName(name, 'function')
    this.#live.call(name, module ?? moduleOf(name))
    this.#touch()
  }

  /** A function was left; ignored when it is not on the stack. */
  recordReturn(name: string): void {
    this.#live?.return(name)
    this.#touch()
  }

  /**
   * A marker was passed. Those with a meaning set {@link firstFrameUs} or {@link eventLoopUs}, the first time only;
   * any other is also counted as a call of `marker:NAME`.
   *
   * @throws LayoutError `NAME` for a name that is empty or no text
   */
  mark(name: string): void {
    if (this.#live === undefined) return
    checkName(name, 'marker')
    this.#live.mark(name)
    if (!FRAME_TIME_MARKS.has(name) && !EVENT_LOOP_MARKS.has(name)) this.#live.countOnly(MARKER_PREFIX + name)
    this.#touch()
  }

  /**
   * Sets the bytes of a function's own code; a function that is not known yet is added.
   *
   * @throws LayoutError `NAME` for a name that is empty or no text
   */
  setFunctionSize(name: string, size: number): void {
    checkName(name, 'function')
    const index = this.#functions.add(unknownFacts(name, moduleOf(name)))
    const facts = this.#functions.facts[index]
    if (facts !== undefined) {
      this.#functions.facts[index] = { ...facts, size, totalSize: Math.max(size, facts.totalSize) }
    }
    this.#touch()
  }

  /** Adds functions that exist, whether they ran or not. */
  addFunctions(functions: Iterable<FunctionFacts>): this {
    for (const facts of functions) this.#add(facts)
    this.#touch()
    return this
  }

  /** Notes something that went wrong; `isMissing` says that the recording lacks something because of it. */
  addProblem(text: string, isMissing = true): void {
    // Messages of errors can be cut anywhere, and no file holds half of a surrogate pair.
    this.#problems.add(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'))
    if (isMissing) this.#isComplete = false
    this.#touch()
  }

  /** Takes in one worker's block. Linear in its length; the block's `calls` arrays are kept, not copied. */
  absorb(block: RecordingBlock): this {
    const map = new Int32Array(block.functions.length)
    let i = 0
    for (const facts of block.functions) {
      const index = this.#add(facts)
      map[i] = index
      this.#functions.accumulate(index, {
        callCount: block.callCount[i] ?? 0,
        firstNs: toNs(block.firstCallUs[i]),
        lastNs: toNs(block.lastCallUs[i]),
        totalNs: Math.round((block.totalUs[i] ?? 0) * 1000),
        selfNs: Math.round((block.selfUs[i] ?? 0) * 1000),
        isStartupPath: (block.isStartupPath[i] ?? 0) !== 0,
      })
      i++
    }
    for (let k = 0; k < block.edgeCaller.length; k++) {
      this.#edges.add(map[block.edgeCaller[k] ?? 0] ?? 0, map[block.edgeCallee[k] ?? 0] ?? 0, block.edgeCount[k] ?? 0)
    }
    this.#addTraces(block.scenarios, map)
    this.#addState(block)
    return this
  }

  /** Joins another recording into this one; the other stays as it is. */
  merge(other: Recording): this {
    if (other instanceof RecordingSession) return this.#mergeSession(other)
    const map = new Int32Array(other.functions.length)
    let i = 0
    for (const record of other.functions) map[i++] = this.#addRecord(record)
    for (const record of other.functions) {
      const caller = this.#functions.find(record.name) ?? 0
      for (const [callee, count] of record.callees) {
        const index = this.#functions.find(callee) ?? this.#functions.add(unknownFacts(callee, moduleOf(callee)))
        this.#edges.add(caller, index, count)
      }
    }
    this.#addTraces(other.scenarios, map)
    this.#addState(other)
    return this
  }

  /** Forgets everything, a running recording too. */
  clear(): void {
    this.#functions = new FunctionTable()
    this.#edges = new EdgeTable()
    this.#traces = []
    this.#problems = new Set()
    this.#isComplete = true
    this.#live = undefined
    this.#touch()
  }

  /** The recording as it is now; unlike the session it never changes. */
  toRecording(): Recording {
    const { complete, problems, functions, scenarios } = this.#view()
    return { complete, problems, functions, scenarios }
  }

  /** The recorded layout as configuration: a row of `recorded` for each function, by phase, hotness and name. */
  exportLayoutConfig(options: LayoutExportOptions = {}): LayoutConfig {
    return layoutConfigOf(this, options)
  }

  /** The same as text of a `layout.sdn`. */
  exportLayoutSdn(options: LayoutExportOptions = {}): string {
    return this.exportLayoutConfig(options).toSdn()
  }

  /** A configuration with this recording's rows in it. */
  mergeWithConfig(config: LayoutConfig): LayoutConfig {
    return config.merge(this.exportLayoutConfig({ config }))
  }

  #view(): Snapshot {
    this.#snapshot ??= takeSnapshot(this.#functions, this.#edges, this.#traces, this.#isComplete, this.#problems)
    return this.#snapshot
  }

  #touch(): void {
    this.#snapshot = undefined
  }

  #add(facts: FunctionFacts): number {
    return this.#functions.add(facts, () => {
      this.#problems.add(`${facts.name} was recorded with different code; what is known of the larger one is kept`)
    })
  }

  #addRecord(record: FunctionRecord): number {
    const { name, module, line, column, size, totalSize, bodyHash, hint } = record
    const facts = { name, module, line, column, size, totalSize, bodyHash }
    const index = this.#add(hint === undefined ? facts : { ...facts, hint })
    this.#functions.accumulate(index, {
      callCount: record.callCount,
      firstNs: toNs(record.firstCallUs),
      lastNs: toNs(record.lastCallUs),
      totalNs: Math.round(record.totalUs * 1000),
      selfNs: Math.round(record.selfUs * 1000),
      isStartupPath: record.isStartupPath,
    })
    return index
  }

  #mergeSession(other: RecordingSession): this {
    const map = new Int32Array(other.#functions.size)
    // A session may be merged with itself: nothing is added then, and numbers are read before they grow.
    for (let i = 0; i < map.length; i++) {
      const facts = other.#functions.facts[i]
      if (facts === undefined) continue
      const index = this.#add(facts)
      map[i] = index
      this.#functions.accumulate(index, other.#functions.numbersOf(i))
    }
    const edges: [number, number, number][] = []
    if (other === this) other.#edges.forEach((...edge) => edges.push(edge))
    else other.#edges.forEach((caller, callee, count) => this.#edges.add(map[caller] ?? 0, map[callee] ?? 0, count))
    for (const edge of edges) this.#edges.add(...edge)
    this.#addTraces([...other.#traces], map)
    this.#addState({ complete: other.#isComplete, problems: [...other.#problems] })
    return this
  }

  #addTraces(traces: Iterable<ScenarioTrace>, map: Int32Array): void {
    for (const trace of traces) {
      const marks = trace.marks.map((mark) => ({ ...mark, us: Math.round(mark.us * 1000) / 1000 }))
      this.#traces.push({ ...renumberTrace(trace, map), marks })
    }
  }

  #addState({ complete, problems }: Pick<Recording, 'complete' | 'problems'>): void {
    for (const problem of problems) this.#problems.add(problem)
    if (!complete) this.#isComplete = false
    this.#touch()
  }

  #earliest(names: ReadonlySet<string>): number | undefined {
    let earliest: number | undefined
    const lists = this.#traces.map((trace) => trace.marks)
    if (this.#live !== undefined) lists.push(this.#live.marks)
    for (const marks of lists) {
      for (const { name, us } of marks) {
        if (names.has(name) && (earliest === undefined || us < earliest)) earliest = us
      }
    }
    return earliest
  }
}

function moduleOf(name: string): string {
  return name.startsWith(MARKER_PREFIX) ? '' : splitFunctionName(name).module
}
