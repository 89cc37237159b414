import { LayoutError } from '../errors.ts'
import { PHASES } from '../model/phase.ts'
import type {
  BundleSize,
  CallDifference,
  ChangedFunction,
  Difference,
  FunctionState,
  LazyCandidate,
  PhaseDifference,
  StartupEntry,
  TimeDifference,
} from './difference.ts'
import { findLazyModules } from './lazy-candidates.ts'
import { matchFunctions, type FunctionMatches } from './match-functions.ts'
import { findStartupPaths } from './startup-paths.ts'
import { compare, countPhases, type PlacedRecording } from './placed.ts'

/** Below this share of common functions a comparison is probably one of two projects. */
const DOUBTFUL_SHARE = 0.2

export interface CompareOptions {
  readonly bundle?: { readonly base: BundleSize; readonly head: BundleSize }
  /** Only of recordings made on one machine. */
  readonly times?: readonly TimeDifference[]
}

/**
 * Compares two recordings with their layouts.
 *
 * @throws LayoutError `PAGE_SIZE_MISMATCH`; `BASE_UNRELATED` when they have no function in common
 */
export function compareRecordings(
  base: PlacedRecording,
  head: PlacedRecording,
  options: CompareOptions = {},
): Difference {
  if (base.placement.pageSize !== head.placement.pageSize) {
    throw new LayoutError(
      'PAGE_SIZE_MISMATCH',
      `${base.label} has pages of ${base.placement.pageSize} bytes, ${head.label} of ${head.placement.pageSize}: their page counts cannot be compared.`,
      { hint: 'Record both with the same `page_size`.' },
    )
  }
  const matches = matchFunctions(base.recording.functions, head.recording.functions)
  const problems = [...sideProblems(base), ...sideProblems(head), ...relation(base, head, matches)]
  const changed = changedFunctions(base, head, matches)
  const added = states(head).filter((_, h) => matches.baseOf[h] === -1)
  const removed = states(base).filter((_, b) => matches.headOf[b] === -1)
  const isMoved = ({ base: b, head: h }: ChangedFunction): boolean => b.phase !== h.phase
  const pick = (
    test: (pair: ChangedFunction) => boolean,
    weight: (pair: ChangedFunction) => number,
  ): ChangedFunction[] =>
    changed.filter(test).sort((x, y) => weight(y) - weight(x) || compare(x.head.name, y.head.name))
  const bySize = (a: FunctionState, b: FunctionState): number => b.size - a.size || compare(a.name, b.name)

  const renamed = pick(
    (p) => p.base.name !== p.head.name,
    (p) => p.head.size,
  )
  const movedPhase = pick(isMoved, (p) => p.head.size)
  const resized = pick(
    (p) => p.base.size !== p.head.size,
    (p) => Math.abs(p.head.size - p.base.size),
  )
  const callCounts = pick(
    (p) => p.base.calls !== p.head.calls,
    (p) => Math.abs(p.head.calls - p.base.calls),
  )
  const touched = new Set([...renamed, ...movedPhase, ...resized, ...callCounts])
  const phases = comparePhases(base, head)
  return {
    version: 1,
    base: base.label,
    head: head.label,
    pageSize: head.placement.pageSize,
    phases,
    total: {
      pages: { base: base.placement.pageCount, head: head.placement.pageCount },
      bytes: { base: sum(phases, (p) => p.bytes.base), head: sum(phases, (p) => p.bytes.head) },
      functions: { base: base.recording.functions.length, head: head.recording.functions.length },
    },
    startup: startupEntries(base, head, matches),
    leftStartup: movedPhase.filter((p) => p.base.phase === 'startup'),
    added: added.sort(bySize),
    removed: removed.sort(bySize),
    renamed,
    movedPhase,
    resized,
    movedPage: pick(
      (p) => !isMoved(p) && p.base.page !== p.head.page,
      (p) => p.head.size,
    ),
    callCounts,
    newCalls: newCalls(base, head, matches),
    lazy: lazyCandidates(base, head),
    ...(options.bundle && { bundle: options.bundle }),
    ...(options.times && { times: options.times }),
    unchanged: changed.length - touched.size,
    problems,
  }
}

function sideProblems({ label, recording }: PlacedRecording): string[] {
  if (recording.complete) return []
  const problems = recording.problems.length === 0 ? ['something that ran is missing'] : recording.problems
  return problems.map((problem) => `${label} is incomplete: ${problem}`)
}

function relation(base: PlacedRecording, head: PlacedRecording, { headOf }: FunctionMatches): string[] {
  const common = headOf.reduce((count, partner) => count + (partner === -1 ? 0 : 1), 0)
  const smaller = Math.min(base.recording.functions.length, head.recording.functions.length)
  if (smaller === 0) return []
  if (common === 0) {
    throw new LayoutError(
      'BASE_UNRELATED',
      `${base.label} and ${head.label} have no function in common, neither by name nor by body.`,
      { hint: 'The base seems to be of another repository, or recorded with another root: record it from this one.' },
    )
  }
  return common / smaller < DOUBTFUL_SHARE
    ? [`only ${common} of ${smaller} functions are common to both: is the base of this repository?`]
    : []
}

function states({ recording, placement }: PlacedRecording): FunctionState[] {
  return recording.functions.map((record, index) => ({
    name: record.name,
    module: record.module,
    line: record.line,
    column: record.column,
    phase: placement.phases[index]!,
    page: placement.page[index]!,
    size: record.size,
    calls: record.callCount,
  }))
}

function changedFunctions(
  base: PlacedRecording,
  head: PlacedRecording,
  { headOf }: FunctionMatches,
): ChangedFunction[] {
  const headStates = states(head)
  return states(base).flatMap((state, b) => (headOf[b] === -1 ? [] : [{ base: state, head: headStates[headOf[b]!]! }]))
}

function comparePhases(base: PlacedRecording, head: PlacedRecording): PhaseDifference[] {
  const before = countPhases(base)
  const after = countPhases(head)
  return PHASES.map((phase) => {
    const budget = head.placement.budgets[phase]
    return {
      phase,
      pages: { base: before[phase].pages, head: after[phase].pages },
      bytes: { base: before[phase].bytes, head: after[phase].bytes },
      functions: { base: before[phase].functions, head: after[phase].functions },
      budget,
      isOver: budget > 0 && after[phase].pages > budget,
    }
  })
}

function startupEntries(base: PlacedRecording, head: PlacedRecording, { baseOf }: FunctionMatches): StartupEntry[] {
  const { functions } = head.recording
  const entered = states(head).flatMap((state, h) => {
    const from = baseOf[h] === -1 ? undefined : base.placement.phases[baseOf[h]!]!
    return state.phase === 'startup' && from !== 'startup' ? [{ state, h, from }] : []
  })
  if (entered.length === 0) return []
  const paths = findStartupPaths(
    head.recording,
    entered.map(({ h }) => h),
  )
  const numberOf = new Map(functions.map(({ name }, index) => [name, index]))
  const isNewCall = (caller: string, callee: string): boolean => {
    const b = baseOf[numberOf.get(caller)!]!
    const target = baseOf[numberOf.get(callee)!]!
    return (
      b === -1 || target === -1 || !base.recording.functions[b]!.callees.has(base.recording.functions[target]!.name)
    )
  }
  return entered
    .map(({ state, h, from }): StartupEntry => {
      const path = paths.get(h)!
      const at = path.findIndex((name, position) => position > 0 && isNewCall(path[position - 1]!, name))
      return { function: state, from, path, newCallAt: at === -1 ? undefined : at }
    })
    .sort((a, b) => b.function.size - a.function.size || compare(a.function.name, b.function.name))
}

/** Calls between functions of the head that the base did not have. */
function newCalls(base: PlacedRecording, head: PlacedRecording, { baseOf }: FunctionMatches): CallDifference[] {
  const { functions } = head.recording
  const numberOf = new Map(functions.map(({ name }, index) => [name, index]))
  const found: CallDifference[] = []
  functions.forEach((record, h) => {
    const before = baseOf[h] === -1 ? undefined : base.recording.functions[baseOf[h]!]!
    // A new function's calls are part of it: its own line says enough.
    if (before === undefined) return
    for (const [callee, count] of record.callees) {
      const target = numberOf.get(callee)
      if (target === undefined) continue
      const oldName = baseOf[target] === -1 ? undefined : base.recording.functions[baseOf[target]!]!.name
      const old = oldName === undefined ? 0 : (before.callees.get(oldName) ?? 0)
      if (old === 0) found.push({ caller: record.name, callee, count: { base: 0, head: count } })
    }
  })
  return found.sort((a, b) => b.count.head - a.count.head || compare(a.caller, b.caller) || compare(a.callee, b.callee))
}

function lazyCandidates(base: PlacedRecording, head: PlacedRecording): LazyCandidate[] {
  const before = new Set(findLazyModules(base).map(({ module }) => module))
  return findLazyModules(head)
    .map(({ module, bytes, functions }) => ({ module, bytes, functions, isNew: !before.has(module) }))
    .sort((a, b) => Number(b.isNew) - Number(a.isNew) || b.bytes - a.bytes || compare(a.module, b.module))
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
