import { PHASES, type LayoutPhase } from '../model/phase.ts'
import { plural } from '../report/index.ts'
import { compareRecordings, type CompareOptions } from './compare-recordings.ts'
import type { Difference, FunctionState } from './difference.ts'
import { matchFunctions } from './match-functions.ts'
import { compare, countPhases, placeRecording, type PhasePages, type PlacedRecording } from './placed.ts'

export type FindingLevel = 'error' | 'warning' | 'notice'

/** One thing a check has found. `message` is complete on its own, and plain text. */
export interface Finding {
  readonly level: FindingLevel
  readonly code:
    | 'budget'
    | 'startup'
    | 'growth'
    | 'danger'
    | 'warn'
    | 'entered'
    | 'acknowledged'
    | 'stale'
    | 'incomplete'
    | 'empty'
  readonly message: string
  /** The function it is about. */
  readonly at?: FunctionState
}

export interface CheckOptions {
  readonly base?: PlacedRecording
  /** Pages of start-up that are allowed, whatever the budget says. */
  readonly maxStartupPages?: number
  /** Pages by which start-up may grow over the base. Growth over one that lacks something is a warning. */
  readonly maxGrowth?: number
  /** Accepted regressions: a name, or a pattern with `*`. They do not count as growth. */
  readonly acknowledged?: readonly { readonly function: string; readonly reason: string }[]
  /** Start-up pages from which on to warn; `danger` fails only with `failOnDanger`. */
  readonly thresholds?: { readonly warn?: number | undefined; readonly danger?: number | undefined }
  readonly failOnDanger?: boolean
  readonly compare?: CompareOptions
}

export interface CheckResult {
  /** 0 within all limits, 1 over one of them, 2 nothing over but something that ran is missing, or all of it is. */
  readonly status: 0 | 1 | 2
  readonly findings: readonly Finding[]
  readonly difference: Difference | undefined
  /** The head by itself. */
  readonly phases: Readonly<Record<LayoutPhase, PhasePages & { readonly budget: number }>>
}

/**
 * Holds a layout against its budgets and against a base. Only counts decide, never times.
 *
 * @throws LayoutError as {@link compareRecordings} does
 */
export function checkLayout(head: PlacedRecording, options: CheckOptions = {}): CheckResult {
  const { base, acknowledged = [] } = options
  const findings: Finding[] = [...limitFindings(head, options)]
  const isAcknowledged = matcher(acknowledged.map((row) => row.function))
  const difference = base && compareRecordings(base, head, options.compare)
  if (base !== undefined && difference !== undefined) {
    const growth = growthFinding(base, head, options, isAcknowledged)
    if (growth !== undefined) findings.push(growth)
    findings.push(...entryFindings(difference, acknowledged, isAcknowledged, levelOf(findings)))
  }
  findings.push(...staleFindings(head, acknowledged))
  const isOver = findings.some(({ level, code }) => level === 'error' && code !== 'entered' && code !== 'danger')
  const isDangerous = options.failOnDanger === true && findings.some(({ code }) => code === 'danger')
  const incomplete = [base, head].flatMap((side) => (side === undefined || side.recording.complete ? [] : [side]))
  for (const { label, recording } of incomplete) {
    const why =
      recording.problems.length === 0
        ? 'something that ran is missing'
        : recording.problems.map((problem) => problem.replace(/[.:\s]+$/, '')).join('; ')
    findings.push({ level: 'warning', code: 'incomplete', message: `${label} is incomplete: ${why}.` })
  }
  const empty = [base, head].filter((side) => side?.recording.functions.length === 0)
  for (const side of empty) {
    const message = `${side!.label} has no function: it says nothing about the layout. Record it again with the tests that load your code.`
    findings.push({ level: 'warning', code: 'empty', message })
  }
  return {
    status: isOver || isDangerous ? 1 : incomplete.length + empty.length > 0 ? 2 : 0,
    findings,
    difference,
    phases: withBudgets(head),
  }
}

function withBudgets(head: PlacedRecording): CheckResult['phases'] {
  const counts = countPhases(head)
  const { budgets } = head.placement
  const entries = PHASES.map((phase) => [phase, { ...counts[phase], budget: budgets[phase] }] as const)
  return Object.fromEntries(entries) as CheckResult['phases']
}

function limitFindings(head: PlacedRecording, options: CheckOptions): Finding[] {
  const findings: Finding[] = []
  const phases = countPhases(head)
  for (const phase of PHASES) {
    const budget = head.placement.budgets[phase]
    const { pages } = phases[phase]
    if (budget > 0 && pages > budget) {
      const message = `${phaseTitle(phase)} takes ${plural(pages, 'page')}, its budget is ${budget}.`
      findings.push({ level: 'error', code: 'budget', message })
    }
  }
  const { pages } = phases.startup
  const { maxStartupPages, thresholds = {}, failOnDanger = false } = options
  if (maxStartupPages !== undefined && pages > maxStartupPages) {
    const message = `Start-up takes ${plural(pages, 'page')}, --max-startup-pages allows ${maxStartupPages}.`
    findings.push({ level: 'error', code: 'startup', message })
  }
  if (thresholds.danger !== undefined && pages >= thresholds.danger) {
    const message = `Start-up takes ${plural(pages, 'page')}: danger from ${thresholds.danger} on.`
    findings.push({ level: failOnDanger ? 'error' : 'warning', code: 'danger', message })
  } else if (thresholds.warn !== undefined && pages >= thresholds.warn) {
    const message = `Start-up takes ${plural(pages, 'page')}: warning from ${thresholds.warn} on.`
    findings.push({ level: 'warning', code: 'warn', message })
  }
  return findings
}

function growthFinding(
  base: PlacedRecording,
  head: PlacedRecording,
  { maxGrowth }: CheckOptions,
  isAcknowledged: (name: string) => boolean,
): Finding | undefined {
  if (maxGrowth === undefined) return undefined
  const { headOf } = matchFunctions(base.recording.functions, head.recording.functions)
  const headNames = head.recording.functions.map(({ name }) => name)
  const before = startupPages(base, (index) => headOf[index] === -1 || !isAcknowledged(headNames[headOf[index]!]!))
  const after = startupPages(head, (index) => !isAcknowledged(headNames[index]!))
  if (after - before <= maxGrowth) return undefined
  // What a base lacks looks as if it had grown.
  const isKnown = base.recording.complete && base.recording.functions.length > 0
  const without = headNames.some((name) => isAcknowledged(name)) ? ' without the acknowledged functions' : ''
  const message = `Start-up grew by ${plural(after - before, 'page')} (${before} to ${after})${without}, --max-growth allows ${maxGrowth}${isKnown ? '' : '; the base lacks something, so this is not certain'}.`
  return { level: isKnown ? 'error' : 'warning', code: 'growth', message }
}

/** Pages that start-up would take if only some of its functions were in it. */
function startupPages({ recording, placement }: PlacedRecording, keep: (index: number) => boolean): number {
  const order = placement.order.filter((index) => placement.phases[index] === 'startup' && keep(index))
  const { pageSize, phases, budgets } = placement
  const { page, starts } = placeRecording(recording, { order, phases, pageSize, budgets })
  const pages = new Set<number>()
  for (const index of order) {
    const last = Math.floor((starts[index]! + Math.max(recording.functions[index]!.size, 1) - 1) / pageSize)
    for (let at = page[index]!; at <= last; at++) pages.add(at)
  }
  return pages.size
}

/** Each function that came into start-up, as loud as what it led to. */
function entryFindings(
  { startup }: Difference,
  acknowledged: readonly { readonly function: string; readonly reason: string }[],
  isAcknowledged: (name: string) => boolean,
  level: FindingLevel,
): Finding[] {
  return startup.map((entry) => {
    const { name, size } = entry.function
    const caller = entry.path.at(-2)
    const what = `${name} (${size} bytes) runs at start-up now${caller === undefined ? '' : `, called by ${caller}`}.`
    if (isAcknowledged(name)) {
      const reason = acknowledged.find((row) => matcher([row.function])(name))!.reason
      return { level: 'notice', code: 'acknowledged', message: `${what} Acknowledged: ${reason}`, at: entry.function }
    }
    return { level, code: 'entered', message: what, at: entry.function }
  })
}

function staleFindings(head: PlacedRecording, acknowledged: readonly { readonly function: string }[]): Finding[] {
  const names = head.recording.functions.map(({ name }) => name)
  return acknowledged
    .filter((row) => {
      const matches = matcher([row.function])
      return !names.some((name) => matches(name))
    })
    .sort((a, b) => compare(a.function, b.function))
    .map((row) => ({
      level: 'notice',
      code: 'stale',
      message: `No function ${JSON.stringify(row.function)} is in the recording any more: take it out of \`acknowledged\`.`,
    }))
}

function levelOf(findings: readonly Finding[]): FindingLevel {
  if (findings.some(({ level }) => level === 'error')) return 'error'
  return findings.some(({ level }) => level === 'warning') ? 'warning' : 'notice'
}

function matcher(patterns: readonly string[]): (name: string) => boolean {
  const exact = new Set(patterns)
  const globs = patterns
    .filter((pattern) => pattern.includes('*'))
    .map((pattern) => new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`, 's'))
  return (name) => exact.has(name) || globs.some((glob) => glob.test(name))
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function phaseTitle(phase: LayoutPhase): string {
  return { startup: 'Start-up', first_frame: 'First frame', steady: 'Steady', cold: 'Cold' }[phase]
}
