import type { LayoutPhase } from '../phase-rule.ts'
import type { FeedbackEntry, FeedbackFile } from './read-feedback.ts'

/** What all feedback files together say of one function. */
export interface Recommendation {
  readonly name: string
  readonly phase: LayoutPhase
  /** 0 to 1; lower where the files disagree. */
  readonly confidence: number
  /** Files that say so, of those that know the function. */
  readonly agreeing: number
  readonly known: number
  /** Of the agreeing file with most calls. */
  readonly calls: number | undefined
  readonly callsPerSecond: number | undefined
}

const ORDER: readonly LayoutPhase[] = ['startup', 'first_frame', 'steady', 'cold']

/**
 * One vote a process, weighed by its confidence in the function: the phase with most weight wins (the earlier one when
 * even), and its confidence is its weight over the number of processes that know the function.
 * So a process that ran for long does not outvote many that did not.
 */
export function mergeFeedback(files: readonly FeedbackFile[]): Recommendation[] {
  const byName = new Map<string, FeedbackEntry[]>()
  for (const { entries } of files) {
    for (const entry of entries) {
      const list = byName.get(entry.name)
      if (list === undefined) byName.set(entry.name, [entry])
      else list.push(entry)
    }
  }
  return [...byName].map(([name, entries]) => decide(name, entries)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

function decide(name: string, entries: readonly FeedbackEntry[]): Recommendation {
  let best = { phase: entries[0]!.phase, weight: -1 }
  for (const phase of ORDER) {
    const votes = entries.filter((entry) => entry.phase === phase)
    // Rounded, so that sums of tenths that are even count as even.
    const weight = Math.round(votes.reduce((sum, { confidence }) => sum + confidence, 0) * 1e9) / 1e9
    if (votes.length > 0 && weight > best.weight) best = { phase, weight }
  }
  const agreeing = entries.filter((entry) => entry.phase === best.phase)
  const most = agreeing.reduce((a, b) => ((b.calls ?? 0) > (a.calls ?? 0) ? b : a))
  return {
    name,
    phase: best.phase,
    confidence: best.weight / entries.length,
    agreeing: agreeing.length,
    known: entries.length,
    calls: most.calls,
    callsPerSecond: most.callsPerSecond,
  }
}
