import { compareNames, type LayoutPhase, type Recording, type ScenarioTrace } from '../model/index.ts'

/** One run of a suite. */
export interface StabilityRun {
  readonly recording: Recording
  /** Phase and normalised calls of each function, as they stand in the artefact. */
  readonly layout: ReadonlyMap<string, { readonly phase: LayoutPhase; readonly calls: number }>
}

/** A function that is not the same in all runs. */
export interface UnstableFunction {
  readonly name: string
  /** Why, one line each; values stand in the order of the runs. */
  readonly reasons: readonly string[]
}

const LOADING = 'loading '

/** Lists the functions that vary between runs of one suite, by name, and how. */
export function findUnstable(runs: readonly StabilityRun[]): UnstableFunction[] {
  const reasons = new Map<string, string[]>()
  const add = (name: string, reason: string): void => {
    const list = reasons.get(name)
    if (list === undefined) reasons.set(name, [reason])
    else list.push(reason)
  }
  const traces = runs.map(({ recording }) => tracesOf(recording))
  const names = new Set(runs.flatMap(({ layout }) => [...layout.keys()]))
  for (const name of names) {
    const rows = runs.map(({ layout }) => layout.get(name))
    const calls = rows.map((row) => row?.calls ?? 0)
    const phases = rows.map((row) => row?.phase ?? 'none')
    if (isOne(calls) && isOne(phases)) continue
    if (calls.includes(0)) {
      const ran = calls.flatMap((count, run) => (count > 0 ? [run + 1] : []))
      add(name, ran.length === 0 ? 'exists only in some runs' : `ran only in ${list(ran)} of ${runs.length}`)
    } else if (!isOne(calls)) {
      add(name, `calls differ: ${calls.join(', ')}`)
    }
    if (!isOne(phases)) add(name, `phase differs: ${phases.join(', ')}`)
  }
  const keys = new Set(traces.flatMap((byKey) => [...byKey.keys()]))
  for (const key of [...keys].toSorted(compareNames)) {
    const same = traces.map((byKey) => byKey.get(key))
    const present = same.filter((trace) => trace !== undefined)
    if (present.length < same.length) {
      for (const name of new Set(present.flatMap(({ names: ran }) => ran))) add(name, `${key} was not in every run`)
      continue
    }
    // How often loading calls a function does not count: see docs/phases.md.
    if (!key.startsWith(LOADING)) compareCalls(key, present, add)
    compareOrder(key, present, add)
  }
  return [...reasons].map(([name, why]) => ({ name, reasons: why })).toSorted((a, b) => compareNames(a.name, b.name))
}

interface NamedTrace {
  readonly names: readonly string[]
  readonly calls: ReadonlyMap<string, number>
}

/** Traces by what they are called. Tests of one name in one file are told apart by their place. */
function tracesOf({ functions, scenarios }: Recording): Map<string, NamedTrace> {
  const byKey = new Map<string, NamedTrace>()
  for (const trace of scenarios) {
    const names = Array.from(trace.order, (f) => functions[f]?.name ?? '')
    const calls = new Map(names.map((name, i) => [name, trace.calls[i] ?? 0]))
    let key = titleOf(trace)
    for (let n = 2; byKey.has(key); n++) key = `${titleOf(trace)} (${n})`
    byKey.set(key, { names, calls })
  }
  return byKey
}

function titleOf({ kind, project, file, test }: ScenarioTrace): string {
  const where = `${project === '' ? '' : `${project}: `}${file}`
  if (kind === 'test') return `${where} > ${test}`
  return LOADING + (file === '' ? 'by computed imports' : `of ${where}`)
}

type Add = (name: string, reason: string) => void

function compareCalls(key: string, traces: readonly NamedTrace[], add: Add): void {
  for (const name of new Set(traces.flatMap(({ names }) => names))) {
    const calls = traces.map((trace) => trace.calls.get(name))
    if (!isOne(calls)) add(name, `in ${key}: calls ${calls.map((count) => count ?? 'none').join(', ')}`)
  }
}

/** A function's place varies when, of the functions that ran in every run, another one ran before it. */
function compareOrder(key: string, traces: readonly NamedTrace[], add: Add): void {
  const orders = traces.map(({ names }) => names.filter((name) => traces.every(({ calls }) => calls.has(name))))
  const before = orders.map((order) => new Map(order.map((name, i) => [name, order[i - 1] ?? 'the start'])))
  for (const name of orders[0] ?? []) {
    const found = before.map((map) => map.get(name)!)
    if (!isOne(found)) add(name, `in ${key}: order differs: first after ${[...new Set(found)].join(', or ')}`)
  }
}

function isOne(values: readonly unknown[]): boolean {
  return values.every((value) => value === values[0])
}

function list(runs: readonly number[]): string {
  return `${runs.length === 1 ? 'run' : 'runs'} ${runs.join(', ')}`
}
