import { isModuleCode, PHASES, type LayoutPhase } from '../model/index.ts'
import type { PhaseAssignment, PhaseExplanation, ScenarioReach } from './assignment.ts'
import { decide } from './decide.ts'
import { INFERENCE_RULES } from './infer-markers.ts'
import { rankOf, visitTrace, type PlannedTrace } from './scenario-plan.ts'

/** Explains the phase of function `f`. */
export function explainFunction(assignment: PhaseAssignment, f: number): PhaseExplanation {
  const { recording, config, phases, inferred, rules, calls, hotness } = assignment
  const record = recording.functions[f]
  if (record === undefined) throw new RangeError(`no function ${f}`)
  const decision = decide(config, record.name, record.hint, record.callCount > 0)
  const source = decision?.source
  const base = {
    name: record.name,
    phase: PHASES[phases[f] ?? 0] ?? 'steady',
    source: source === undefined || source === 'recorded' || source === 'default' ? ('inferred' as const) : source,
    ...(decision?.matched === undefined ? {} : { matched: decision.matched }),
    ...(record.hint === undefined ? {} : { hint: record.hint }),
    inferred: PHASES[inferred[f] ?? 0] ?? 'steady',
    rule: INFERENCE_RULES[rules[f] ?? 0] ?? 'never-ran',
    calls: calls[f] ?? 0,
    hotness: hotness[f] ?? 0,
    scenarios: scenariosOf(assignment, f),
  }
  return { ...base, text: describe(base, assignment, f) }
}

function scenariosOf({ plan }: PhaseAssignment, f: number): ScenarioReach[] {
  return plan.scenarios.flatMap(({ name, weight, isDeclared, traces }) => {
    const reach = reachOf(traces, f)
    return reach === undefined ? [] : [{ name, weight, isDeclared, ...reach }]
  })
}

function reachOf(
  traces: readonly PlannedTrace[],
  f: number,
): { phase: LayoutPhase | undefined; calls: number } | undefined {
  let reach: { phase: LayoutPhase | undefined; calls: number } | undefined
  for (const trace of traces) {
    visitTrace(trace, (index, phase, calls) => {
      if (index !== f) return
      if (reach === undefined) reach = { phase, calls }
      else reach = { phase: rankOf(phase) < rankOf(reach.phase) ? phase : reach.phase, calls: reach.calls + calls }
    })
  }
  return reach
}

type Base = Omit<PhaseExplanation, 'text'>

function describe(base: Base, assignment: PhaseAssignment, f: number): string {
  const lines = [`${base.name}: ${base.phase}`, ...whoDecided(base)]
  lines.push(`  the recording says ${base.inferred}: ${ruleText(base, assignment, f)}`)
  for (const { name, weight, phase, calls } of base.scenarios) {
    const part = phase === undefined ? 'outside marked parts' : `in its ${phase} part`
    const often = calls === 0 ? 'while a module loads that it imports' : `${calls} ${calls === 1 ? 'call' : 'calls'}`
    lines.push(`  ${name} (weight ${weight}): ${often}, ${part}`)
  }
  return lines.join('\n')
}

function whoDecided({ source, matched, hint, phase }: Base): string[] {
  switch (source) {
    case 'pin':
      return [`  pinned by its annotation to ${phase}`]
    case 'override':
      return [
        `  by the override ${JSON.stringify(matched)}${hint === undefined ? '' : `, over its annotation ${hint.phase}`}`,
      ]
    case 'annotation':
      return [`  by its annotation`]
    case 'pattern':
      return [`  never ran; by the pattern ${JSON.stringify(matched)}`]
    default:
      return []
  }
}

function ruleText({ rule, name, inferred, hotness }: Base, assignment: PhaseAssignment, f: number): string {
  const { thresholds, counts, plan } = assignment
  const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`
  switch (rule) {
    case 'never-ran':
      return 'it never ran'
    case 'load':
      return isModuleCode(name) ? 'it is the code of a module that was loaded' : 'it ran while modules were loaded'
    case 'scenario': {
      const rank = PHASES.indexOf(inferred)
      const part = counts.reachedInPhase[rank]?.[f] ?? 0
      const whole = counts.weightOfPhase[rank] ?? 1
      return inferred === 'cold'
        ? 'only scenarios declared cold reach it'
        : `scenarios with ${percent(part, whole)} of the weight reach it there or before (${percent(thresholds.earliestShare, 1)} are needed)`
    }
    case 'calls':
      return `its weighted calls, ${hotness}, are ${thresholds.steadyCalls} or more`
    case 'reach':
      return `${percent(counts.reached[f] ?? 0, counts.totalWeight)} of the scenarios' weight reach it (${percent(thresholds.steadyReach, 1)} are needed)`
    case 'rare':
      return `its weighted calls, ${hotness}, are fewer than ${thresholds.steadyCalls}${
        plan.scenarios.length >= thresholds.reachScenarios
          ? `, and only ${percent(counts.reached[f] ?? 0, counts.totalWeight)} of the scenarios' weight reach it`
          : ''
      }`
    case 'startup-path':
      return 'it ran before start-up was complete'
    case 'time':
      return 'by the time of its first call'
    case 'rate':
      return 'by its calls a second'
  }
}
