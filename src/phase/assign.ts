import {
  compareNames,
  DEFAULT_PHASE,
  FRAME_TIME_MARKS,
  LayoutConfig,
  PHASES,
  type InferenceKind,
  type LayoutPhase,
  type Recording,
} from '../model/index.ts'
import type { AnnotationConflict, PhaseAssignment, PhaseOptions } from './assignment.ts'
import { decide } from './decide.ts'
import { describeConflict } from './describe-conflict.ts'
import { explainFunction } from './explain.ts'
import {
  countScenarios,
  INFERENCE_RULES,
  inferByMarkers,
  type InferenceRule,
  type ScenarioCounts,
} from './infer-markers.ts'
import { inferByRate } from './infer-rate.ts'
import { inferByTime } from './infer-time.ts'
import { planScenarios, type ScenarioPlan } from './scenario-plan.ts'
import { DEFAULT_THRESHOLDS, type InferenceThresholds } from './thresholds.ts'

/**
 * Gives every function of a recording its phase: annotation pin, override, annotation, what the recording says, and
 * for functions that never ran a pattern, else cold. The configuration's own `recorded` rows play no part: this recording replaces them.
 *
 * The result depends on the recording's content only, not on the order of functions, scenarios or workers.
 */
export function assignPhases(
  recording: Recording,
  config: LayoutConfig = LayoutConfig.EMPTY,
  options: PhaseOptions = {},
): PhaseAssignment {
  const inference = options.inference ?? config.inference
  const conflictPolicy = options.annotationConflicts ?? config.annotationConflicts
  const thresholds = { ...DEFAULT_THRESHOLDS, ...options.thresholds }
  const plan = planScenarios(recording, config.scenarios)
  const counts = countScenarios(recording, plan)
  const n = recording.functions.length
  const phases = new Uint8Array(n)
  const inferred = new Uint8Array(n)
  const rules = new Uint8Array(n)
  const anchors = new Uint8Array(n)
  const pinned = new Uint8Array(n)
  const conflicts: AnnotationConflict[] = []
  const infer = inferrer(recording, inference, thresholds, plan, counts)
  recording.functions.forEach((record, f) => {
    const { name, hint, module, line, column } = record
    const hasRun = record.callCount > 0
    const { phase, rule } = infer(f)
    const decision = decide(config, name, hint, hasRun)
    const final = decision?.phase ?? phase
    phases[f] = PHASES.indexOf(final)
    inferred[f] = PHASES.indexOf(phase)
    rules[f] = INFERENCE_RULES.indexOf(rule)
    if (config.isAnchor(name, hint)) anchors[f] = 1
    if (hint?.pinned === true) pinned[f] = 1
    if (hint !== undefined && hasRun && conflictPolicy !== 'ignore' && phase !== hint.phase) {
      const annotated = hint.phase
      conflicts.push({ name, module, line, column, annotated, inferred: phase, rule, pinned: hint.pinned })
    }
  })
  conflicts.sort((a, b) => compareNames(a.name, b.name))
  let byName: Map<string, number> | undefined
  const find = (name: string): number | undefined => {
    byName ??= new Map(recording.functions.map((record, f) => [record.name, f]))
    return byName.get(name)
  }
  const assignment: PhaseAssignment = {
    recording,
    config,
    inference,
    thresholds,
    plan,
    counts,
    phases,
    inferred,
    rules,
    anchors,
    pinned,
    calls: counts.calls,
    hotness: counts.hotness,
    conflicts,
    conflictPolicy,
    warnings: [...plan.warnings, ...conflicts.map(describeConflict)],
    phaseOf: (name) => {
      const f = find(name)
      return f === undefined ? undefined : PHASES[phases[f] ?? PHASES.indexOf(DEFAULT_PHASE)]
    },
    explain: (name) => {
      const f = find(name)
      return f === undefined ? undefined : explainFunction(assignment, f)
    },
  }
  return assignment
}

type Inferrer = (f: number) => { phase: LayoutPhase; rule: InferenceRule }

function inferrer(
  recording: Recording,
  inference: InferenceKind,
  thresholds: InferenceThresholds,
  plan: ScenarioPlan,
  counts: ScenarioCounts,
): Inferrer {
  if (inference === 'markers') {
    return (f) => {
      const record = recording.functions[f]
      const hasRun = (record?.callCount ?? 0) > 0
      return inferByMarkers(f, hasRun, record?.isStartupPath === true, plan, counts, thresholds)
    }
  }
  if (inference === 'time') {
    const frameUs = firstFrameOf(recording) ?? thresholds.defaultFrameUs
    return (f) => {
      const { callCount = 0, firstCallUs } = recording.functions[f] ?? {}
      const rule = callCount === 0 ? 'never-ran' : 'time'
      return { phase: inferByTime(callCount, firstCallUs, frameUs), rule }
    }
  }
  const seconds = durationOf(recording) / 1e6
  return (f) => {
    const { callCount = 0, firstCallUs = 0 } = recording.functions[f] ?? {}
    if (callCount === 0) return { phase: 'cold', rule: 'never-ran' }
    return { phase: inferByRate(callCount, firstCallUs, seconds, thresholds).phase, rule: 'rate' }
  }
}

/** The earliest first frame of any scenario, microseconds. */
function firstFrameOf({ scenarios }: Recording): number | undefined {
  let earliest: number | undefined
  for (const { marks } of scenarios) {
    for (const { name, us } of marks) {
      if (FRAME_TIME_MARKS.has(name) && (earliest === undefined || us < earliest)) earliest = us
    }
  }
  return earliest
}

/** The last call of any function, microseconds: as long as the recording is known to have lasted. */
function durationOf({ functions }: Recording): number {
  let last = 0
  for (const { lastCallUs } of functions) if (lastCallUs !== undefined && lastCallUs > last) last = lastCallUs
  return last
}
