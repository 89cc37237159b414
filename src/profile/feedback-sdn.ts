import type { LayoutPhase } from './phase-rule.ts'

/** Words that every reader of SDN takes for a key and a string. */
const PLAIN_WORD = /^[\p{Alphabetic}_][\p{Alphabetic}\p{N}_]*$/u
const RESERVED = new Set(['true', 'false', 'null', 'nil', 'table'])

export function isPlainWord(name: string): boolean {
  return PLAIN_WORD.test(name) && !RESERVED.has(name)
}

/**
 * The feedback as SDN: its confidence and samples as comments, the overrides as a dict,
 * or, when a name is no plain word, all of them as a table (a key may stand only once).
 *
 * @param comment One more line for the head.
 */
export function writeOverrides(
  entries: readonly (readonly [name: string, phase: LayoutPhase])[],
  confidence: number,
  sampleCount: number,
  comment?: string,
): string {
  const lines = [
    '# Runtime profiling feedback',
    `# Confidence: ${(confidence * 100).toFixed(1)}%`,
    `# Based on ${sampleCount} samples`,
    ...(comment === undefined ? [] : [`# ${comment}`]),
    '',
    'layout:',
    // The empty key also stands before the table: readers that take a block for a dict need `key:` on its first line.
    '    overrides:',
  ]
  if (entries.every(([name]) => isPlainWord(name))) {
    for (const [name, phase] of entries) lines.push(`        ${name}: ${phase}`)
  } else {
    lines.push('    overrides |function, phase|')
    for (const [name, phase] of entries) lines.push(`        ${quote(name)}, ${phase}`)
  }
  return `${lines.join('\n')}\n`
}

/** An SDN string. Line ends and tabs are written as escapes. */
export function quote(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')
  return `"${escaped}"`
}
