import { EVIDENCE_COLUMNS, FEEDBACK_VERSION, MODULE_COLUMNS } from './feedback-columns.ts'
import { quote, writeOverrides } from './feedback-sdn.ts'
import type { LayoutFeedback } from './feedback.ts'
import type { RuntimeMetrics } from './metrics.ts'
import type { StackSamples } from './stack-samples.ts'
import type { FunctionStats } from './stats.ts'

export interface FeedbackFileOptions {
  /** What counted: `probes`, `v8` or `calls`. */
  readonly source: string
  /** Functions in the file at most. @default 10000 */
  readonly maxFunctions?: number | undefined
  /** Hash of each source whose functions are named by place, see `docs/profile.md`. */
  readonly hashes?: ReadonlyMap<string, string>
  /** The engine's own name of a function that is named by its place. */
  readonly engineName?: (functionName: string) => string | undefined
}

/** Pairs and stacks that the file tells people of. */
const MAX_PAIRS = 50
const MAX_STACKS = 20

/**
 * The text of a feedback file: the overrides as in `LayoutFeedback.toSdn`, and under `feedback` what they rest on,
 * so that files of many processes can be weighed against each other. Bounded: where there is not room for all,
 * the functions with most samples stay.
 */
export function writeFeedbackText(
  feedback: LayoutFeedback,
  metrics: RuntimeMetrics,
  options: FeedbackFileOptions,
): string {
  const phases = new Map(feedback.entries())
  const used = metrics.functions
    .filter(({ name }) => phases.has(name))
    .sort((a, b) => b.sampleCount - a.sampleCount || (a.name < b.name ? -1 : 1))
    .slice(0, options.maxFunctions ?? 10_000)
  const kept = new Set(used.map(({ name }) => name))
  const entries = feedback.entries().filter(([name]) => kept.has(name))
  const lines = [
    // The head tells what must follow: a file that was cut before its evidence looks like one that has none.
    writeOverrides(entries, feedback.confidence, feedback.sampleCount, `Functions with evidence below: ${used.length}`),
    'feedback:',
    `    version: ${FEEDBACK_VERSION}`,
    `    source: ${options.source}`,
    `    confidence: ${decimal(feedback.confidence)}`,
    `    samples: ${Math.round(feedback.sampleCount)}`,
    `    seconds: ${decimal(metrics.durationSeconds)}`,
    `    dropped: ${metrics.dropped + phases.size - entries.length}`,
    `    evidence |${EVIDENCE_COLUMNS.join(', ')}|`,
  ]
  for (const stats of used) lines.push(`        ${evidenceRow(stats, options.engineName?.(stats.name) ?? '')}`)
  if (options.hashes !== undefined) {
    const modules = new Set([...kept].map((name) => name.slice(0, name.lastIndexOf(':@'))))
    lines.push(`    modules |${MODULE_COLUMNS.join(', ')}|`)
    for (const [module, hash] of [...options.hashes].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (modules.has(module)) lines.push(`        ${quote(module)}, ${quote(hash)}`)
    }
  }
  // What follows is for people; whatever a reader needs has been read here.
  lines.push('    end: true')
  lines.push(...stackComments(metrics.stackSamples, options.engineName))
  return `${lines.join('\n')}\n`
}

/** What was sampled, for people: whoever reads the file with a program sees no difference. */
function stackComments(
  { samples, pairs, stacks }: StackSamples,
  engineName?: (name: string) => string | undefined,
): string[] {
  const show = (name: string): string => {
    const shown = engineName?.(name)
    return (shown === undefined || shown === '' ? name : `${name} (${shown})`).replaceAll(/\s+/g, ' ')
  }
  const lines: string[] = []
  if (pairs.length > 0) lines.push('', `# Sampled calls, of ${samples} samples (caller -> callee: samples)`)
  for (const { caller, callee, samples: seen } of pairs.slice(0, MAX_PAIRS)) {
    lines.push(`# ${show(caller)} -> ${show(callee)}: ${seen}`)
  }
  if (stacks.length > 0) lines.push('', `# Sampled stacks, of ${samples} samples (innermost <- caller: samples)`)
  for (const [frames, seen] of stacks.slice(0, MAX_STACKS)) lines.push(`# ${frames.map(show).join(' <- ')}: ${seen}`)
  return lines
}

function evidenceRow(stats: FunctionStats, engineName: string): string {
  return [
    quote(stats.name),
    stats.inferredPhase,
    decimal(stats.confidence),
    Math.round(stats.callCount),
    Math.round(stats.sampleCount),
    decimal(stats.recentCallsPerSecond),
    Number.isFinite(stats.firstCallNs) ? decimal(stats.firstCallNs / 1e6) : '-1.0',
    quote(engineName),
  ].join(', ')
}

/** A float of at most three decimals that stays a float. */
function decimal(value: number): string {
  const text = value.toFixed(3).replace(/0+$/, '')
  return text.endsWith('.') ? `${text}0` : text
}
