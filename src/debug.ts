import process from 'node:process'

/** Lines for people who look for a fault, under one name of `DEBUG`. */
export type Debug = (line: () => string) => void

/**
 * Prints to stderr where `DEBUG` (names or globs, with commas between; `-name` leaves one out) names `vitest-layout:PART`.
 * The line is only made then.
 */
export function debugFor(part: string, env: NodeJS.ProcessEnv = process.env): Debug {
  const name = `vitest-layout:${part}`
  const patterns = (env['DEBUG'] ?? '').split(/[\s,]+/).filter((pattern) => pattern !== '')
  const isNamed = (list: readonly string[]): boolean => list.some((pattern) => toRegExp(pattern).test(name))
  const isLeftOut = isNamed(patterns.filter((p) => p.startsWith('-')).map((p) => p.slice(1)))
  if (isLeftOut || !isNamed(patterns.filter((p) => !p.startsWith('-')))) return () => {}
  return (line) => void process.stderr.write(`${name} ${line()}\n`)
}

function toRegExp(pattern: string): RegExp {
  const parts = pattern.split('*').map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}
