import { isModuleCode, PHASES, type LayoutPhase, type Recording } from '../model/index.ts'
import { rankOf, visitTrace, type PlannedScenario, type ScenarioPlan } from './scenario-plan.ts'
import type { InferenceThresholds } from './thresholds.ts'

/** Which rule of an inference decided. */
export type InferenceRule =
  | 'never-ran'
  | 'load'
  | 'scenario'
  | 'calls'
  | 'reach'
  | 'rare'
  | 'startup-path'
  | 'time'
  | 'rate'

export const INFERENCE_RULES: readonly InferenceRule[] = [
  'never-ran',
  'load',
  'scenario',
  'calls',
  'reach',
  'rare',
  'startup-path',
  'time',
  'rate',
]

/** What was counted for each function over all scenarios, by function number. */
export interface ScenarioCounts {
  /** Calls, those made while modules loaded counted as one. */
  readonly calls: Float64Array
  /** Sum over scenarios of weight times calls; loading counts as one call of weight 1. */
  readonly hotness: Float64Array
  /** Weight of the scenarios that reach the function. */
  readonly reached: Float64Array
  /** Weight of the scenarios declared cold that reach it. */
  readonly reachedCold: Float64Array
  readonly totalWeight: number
  /** Rank of the earliest phase while loading; {@link NOT_REACHED} where it did not run then. */
  readonly loadRank: Uint8Array
  /** By phase: weight of the scenarios that reach the function in that phase or before, among those that have the phase. */
  readonly reachedInPhase: readonly Float64Array[]
  /** By phase: weight of the scenarios that have it. */
  readonly weightOfPhase: readonly number[]
}

export const NOT_REACHED = 255

const COLD_RANK = PHASES.indexOf('cold')

/** Counts what {@link inferByMarkers} decides on. */
export function countScenarios(recording: Recording, plan: ScenarioPlan): ScenarioCounts {
  const n = recording.functions.length
  const isTraced = new Uint8Array(n)
  /** Ran while a module loaded: once is what a program does, however often files load it. */
  const isLoaded = new Uint8Array(n)
  const calls = new Float64Array(n)
  const hotness = new Float64Array(n)
  const reachedCold = new Float64Array(n)
  const loadRank = new Uint8Array(n).fill(NOT_REACHED)
  for (const load of plan.loads) {
    visitTrace(load, (f, phase, count) => {
      isTraced[f] = 1
      const rank = rankOf(phase)
      // Code after loading is a hook's: it runs once a file, whatever worker runs it, and counts as it is.
      if (phase === undefined) {
        calls[f] = (calls[f] ?? 0) + count
        hotness[f] = (hotness[f] ?? 0) + count
      }
      if (phase !== undefined || count === 0) isLoaded[f] = 1
      if (phase !== undefined && load.decides && rank < (loadRank[f] ?? NOT_REACHED)) loadRank[f] = rank
    })
  }
  const counts = {
    calls,
    hotness,
    reached: new Float64Array(n),
    reachedCold,
    totalWeight: 0,
    loadRank,
    reachedInPhase: PHASES.map(() => new Float64Array(n)),
    weightOfPhase: PHASES.map(() => 0),
  }
  const unitCalls = new Float64Array(n)
  const unitRank = new Uint8Array(n).fill(NOT_REACHED)
  for (const scenario of plan.scenarios) {
    const touched: number[] = []
    for (const planned of scenario.traces) {
      const { order, calls: callsOf } = planned.trace
      for (let i = 0; i < order.length; i++) {
        const f = order[i] ?? 0
        const count = callsOf[i] ?? 0
        isTraced[f] = 1
        // Without a call of its own: a module that the test imports ran it while it loaded.
        if (count === 0) isLoaded[f] = 1
        calls[f] = (calls[f] ?? 0) + count
      }
      visitTrace(planned, (f, phase, count) => {
        if (unitRank[f] === NOT_REACHED) touched.push(f)
        const rank = rankOf(phase)
        if (rank < (unitRank[f] ?? NOT_REACHED)) unitRank[f] = rank
        unitCalls[f] = (unitCalls[f] ?? 0) + count
      })
    }
    const { weight } = scenario
    counts.totalWeight += weight
    const decides = scenario.isDeclared || !plan.hasDeclared
    const has = decides ? phasesOf(scenario) : new Set<LayoutPhase>()
    for (const [rank, phase] of PHASES.entries()) {
      if (has.has(phase)) counts.weightOfPhase[rank] = (counts.weightOfPhase[rank] ?? 0) + weight
    }
    const reachedOf = counts.reachedInPhase
      .map((reached, rank) => ({ reached, rank }))
      .filter(({ rank }) => has.has(PHASES[rank] ?? 'steady'))
    for (const f of touched) {
      counts.hotness[f] = (counts.hotness[f] ?? 0) + weight * (unitCalls[f] ?? 0)
      counts.reached[f] = (counts.reached[f] ?? 0) + weight
      const itsRank = unitRank[f] ?? NOT_REACHED
      if (itsRank === COLD_RANK) reachedCold[f] = (reachedCold[f] ?? 0) + weight
      // Few scenarios have phases of their own; most suites have none.
      for (const { rank, reached } of reachedOf) {
        if (itsRank <= rank) reached[f] = (reached[f] ?? 0) + weight
      }
      unitCalls[f] = 0
      unitRank[f] = NOT_REACHED
    }
  }
  recording.functions.forEach(({ name, callCount }, f) => {
    const outside = isTraced[f] === 1 ? 0 : callCount
    calls[f] = (calls[f] ?? 0) + outside
    if (isLoaded[f] === 1) {
      calls[f]++
      counts.hotness[f] = (counts.hotness[f] ?? 0) + 1
    }
    if (isModuleCode(name) && (calls[f] ?? 0) > 1) {
      calls[f] = 1
      counts.hotness[f] = 1
    }
    counts.hotness[f] = (counts.hotness[f] ?? 0) + outside
  })
  return counts
}

function phasesOf({ traces }: PlannedScenario): Set<LayoutPhase> {
  const phases = new Set<LayoutPhase>()
  for (const { segments } of traces) {
    for (const { phase } of segments) if (phase !== undefined) phases.add(phase)
  }
  return phases
}

/** The phase of one function by order against markers and by counts; docs/phases.md states the rule. */
export function inferByMarkers(
  f: number,
  hasRun: boolean,
  isStartupPath: boolean,
  plan: ScenarioPlan,
  counts: ScenarioCounts,
  thresholds: InferenceThresholds,
): { phase: LayoutPhase; rule: InferenceRule } {
  if (!hasRun) return { phase: 'cold', rule: 'never-ran' }
  const loaded = PHASES[counts.loadRank[f] ?? NOT_REACHED]
  if (loaded === 'startup') return { phase: loaded, rule: 'load' }
  for (const [rank, phase] of PHASES.entries()) {
    if (loaded === phase) return { phase, rule: 'load' }
    const total = counts.weightOfPhase[rank] ?? 0
    if (total === 0 || phase === 'cold') continue
    const reached = counts.reachedInPhase[rank]?.[f] ?? 0
    if (reached > 0 && reached >= total * thresholds.earliestShare) return { phase, rule: 'scenario' }
  }
  // A scenario declared cold says what is rare; that it reaches a function says nothing where others do too.
  const reachedCold = counts.reachedCold[f] ?? 0
  if (reachedCold > 0 && reachedCold === counts.reached[f]) return { phase: 'cold', rule: 'scenario' }
  if (plan.scenarios.length === 0 && plan.loads.length === 0 && isStartupPath) {
    return { phase: 'startup', rule: 'startup-path' }
  }
  if ((counts.hotness[f] ?? 0) >= thresholds.steadyCalls) return { phase: 'steady', rule: 'calls' }
  const isWide =
    plan.scenarios.length >= thresholds.reachScenarios &&
    (counts.reached[f] ?? 0) >= counts.totalWeight * thresholds.steadyReach
  return isWide ? { phase: 'steady', rule: 'reach' } : { phase: 'cold', rule: 'rare' }
}
