import {
  compareNames,
  FIRST_FRAME_MARKS,
  LOADED_MARK,
  describeIdleScenario,
  matchesWildcard,
  PHASES,
  STARTUP_END_MARKS,
  type LayoutPhase,
  type Recording,
  type ScenarioConfig,
  type ScenarioTrace,
} from '../model/index.ts'

/** Part of a trace that belongs to one phase: the functions from the end of the part before up to `end`. */
export interface Segment {
  /** `undefined`: after the markers, or where there were none; counts decide there. */
  readonly phase: LayoutPhase | undefined
  /** Position in the trace's order, exclusive. */
  readonly end: number
}

export interface PlannedTrace {
  readonly trace: ScenarioTrace
  readonly segments: readonly Segment[]
}

/** What ran while a file's modules loaded, and its hooks outside tests. */
export interface PlannedLoad extends PlannedTrace {
  /** Whether it says what start-up is: where scenarios are declared, only the files that hold one do. */
  readonly decides: boolean
}

/** One scenario of the plan: a declared one, or all tests of a file that declare none. */
export interface PlannedScenario {
  /** The declared name, or the test file (with its project in front where it has one). */
  readonly name: string
  readonly isDeclared: boolean
  readonly weight: number
  readonly traces: readonly PlannedTrace[]
}

export interface ScenarioPlan {
  /** Sorted by name, so that sums do not depend on the order of arrival. */
  readonly scenarios: readonly PlannedScenario[]
  readonly loads: readonly PlannedLoad[]
  readonly hasDeclared: boolean
  /** Declared rows that no recorded test belongs to; they are among the warnings. */
  readonly idle: readonly ScenarioConfig[]
  readonly warnings: readonly string[]
}

/** Puts a recording's traces into scenarios and cuts them at their markers. */
export function planScenarios(recording: Recording, declared: readonly ScenarioConfig[]): ScenarioPlan {
  const groups = new Map<string, { name: string; isDeclared: boolean; weight: number; traces: PlannedTrace[] }>()
  const loads: PlannedTrace[] = []
  const missed = new Set<string>()
  const used = new Set<ScenarioConfig>()
  /** Tests that say something of a scenario and name none, by file. */
  const nameless = new Map<string, ScenarioTrace[]>()
  for (const trace of recording.scenarios) {
    if (trace.kind === 'load') {
      loads.push({ trace, segments: loadSegments(trace) })
      continue
    }
    const labels = declaredLabels(trace, declared, used)
    const name = labels?.name ?? fileName(trace)
    if (labels === undefined && (trace.phase !== undefined || trace.stopMark !== undefined)) {
      nameless.set(fileName(trace), [...(nameless.get(fileName(trace)) ?? []), trace])
    }
    const key = `${labels === undefined ? 'file' : 'scenario'}\0${name}`
    let group = groups.get(key)
    if (group === undefined) {
      group = { name, isDeclared: labels !== undefined, weight: 0, traces: [] }
      groups.set(key, group)
    }
    group.weight = Math.max(group.weight, labels?.weight ?? trace.weight)
    const cut = labels?.stopMark === undefined ? undefined : firstMark(trace, new Set([labels.stopMark]))
    if (labels?.stopMark !== undefined && cut === undefined) {
      missed.add(
        `scenario ${JSON.stringify(name)}: its stop mark ${JSON.stringify(labels.stopMark)} was not passed in ${JSON.stringify(`${trace.file} > ${trace.test}`)}.`,
      )
    }
    group.traces.push({ trace, segments: testSegments(trace, labels?.phase, cut ?? trace.order.length) })
  }
  const idle = declared.filter((row) => !used.has(row))
  for (const row of idle) missed.add(describeIdleScenario(row))
  for (const [file, traces] of nameless) missed.add(describeNameless(file, traces))
  const scenarios = [...groups.entries()].toSorted(([a], [b]) => compareNames(a, b)).map(([, group]) => group)
  const declaring = scenarios.filter(({ isDeclared }) => isDeclared)
  const files = new Set(declaring.flatMap(({ traces }) => traces.map(({ trace }) => fileKey(trace))))
  const hasDeclared = declaring.length > 0
  return {
    scenarios,
    loads: loads.map(({ trace, segments }) => {
      return { trace, segments, decides: !hasDeclared || files.has(fileKey(trace)) }
    }),
    hasDeclared,
    idle,
    warnings: [...missed].toSorted(),
  }
}

interface Labels {
  readonly name: string
  readonly weight: number
  readonly phase: LayoutPhase | undefined
  readonly stopMark: string | undefined
}

/** What a test says of itself stands above the configuration's row, which fills in what it leaves out. */
function declaredLabels(
  trace: ScenarioTrace,
  declared: readonly ScenarioConfig[],
  used: Set<ScenarioConfig>,
): Labels | undefined {
  const row = declared.find((one) =>
    trace.scenario === undefined ? isMatch(one.test, trace) : one.name === trace.scenario,
  )
  if (row !== undefined) used.add(row)
  const name = trace.scenario ?? row?.name
  if (name === undefined) return undefined
  return {
    name,
    // A trace always has a weight; 1 is also what it has when nobody set one.
    weight: trace.scenario === undefined || trace.weight === 1 ? (row?.weight ?? trace.weight) : trace.weight,
    phase: trace.phase ?? row?.phase,
    stopMark: trace.stopMark ?? row?.stopMark,
  }
}

function describeNameless(file: string, traces: readonly ScenarioTrace[]): string {
  const [first] = traces.map(({ test }) => test).toSorted(compareNames)
  const others = traces.length > 1 ? `, and ${traces.length - 1} more of this file` : ''
  return `${JSON.stringify(`${file} > ${first}`)}${others}: a phase or a stop mark in meta.layout counts for nothing without \`scenario\`, the name of one.`
}

function isMatch(glob: string, trace: ScenarioTrace): boolean {
  return matchesWildcard(glob, trace.test) || matchesWildcard(glob, `${trace.file} > ${trace.test}`)
}

function fileKey({ project, file }: ScenarioTrace): string {
  return `${project}\0${file}`
}

function fileName(trace: ScenarioTrace): string {
  return trace.project === '' ? trace.file : `${trace.project}: ${trace.file}`
}

function firstMark(trace: ScenarioTrace, names: ReadonlySet<string>): number | undefined {
  let first: number | undefined
  for (const { name, position } of trace.marks) {
    if (names.has(name) && (first === undefined || position < first)) first = position
  }
  return first
}

function testSegments(trace: ScenarioTrace, phase: LayoutPhase | undefined, cut: number): Segment[] {
  if (phase !== undefined) return [{ phase, end: cut }]
  return markerSegments(trace, cut) ?? [{ phase: undefined, end: cut }]
}

function loadSegments(trace: ScenarioTrace): Segment[] {
  const loaded = firstMark(trace, new Set([LOADED_MARK])) ?? trace.order.length
  const whole: Segment[] = markerSegments(trace, loaded) ?? [{ phase: 'startup', end: loaded }]
  // Hooks that run after loading are no start-up.
  if (loaded < trace.order.length) whole.push({ phase: undefined, end: trace.order.length })
  return whole
}

/** Start-up up to the first end marker of either kind, the first frame up to a frame marker; `undefined` without markers. */
function markerSegments(trace: ScenarioTrace, cut: number): Segment[] | undefined {
  const startupEnd = firstMark(trace, STARTUP_END_MARKS)
  const frameEnd = firstMark(trace, FIRST_FRAME_MARKS)
  if (startupEnd === undefined && frameEnd === undefined) return undefined
  const first = Math.min(startupEnd ?? Infinity, frameEnd ?? Infinity, cut)
  const segments: Segment[] = [{ phase: 'startup', end: first }]
  if (startupEnd !== undefined && frameEnd !== undefined && frameEnd >= startupEnd) {
    segments.push({ phase: 'first_frame', end: Math.min(frameEnd, cut) })
  }
  segments.push({ phase: undefined, end: cut })
  return segments
}

/** Visits each function of a trace with the phase of its segment. */
export function visitTrace(
  { trace, segments }: PlannedTrace,
  visit: (index: number, phase: LayoutPhase | undefined, calls: number) => void,
): void {
  let start = 0
  for (const { phase, end } of segments) {
    for (let i = start; i < end; i++) visit(trace.order[i] ?? 0, phase, trace.calls[i] ?? 0)
    start = Math.max(start, end)
  }
}

/** A phase's number in layout order; code without a phase comes after all. */
export function rankOf(phase: LayoutPhase | undefined): number {
  return phase === undefined ? PHASES.length : PHASES.indexOf(phase)
}
