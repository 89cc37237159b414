import type { LateFile } from './parts.ts'

/**
 * What stands beside a built file: of `dist/app.mjs`, `dist/app.steady.mjs`, `dist/app.cold.mjs`, `dist/app.cold.1.mjs`
 * and so on. They are texts that are read, not modules; with the ending of their file, since the same library is often
 * built as `app.mjs` and `app.cjs` into one folder.
 */
export function lateFileName(target: string, { kind, cluster }: LateFile): string {
  const { base, ending } = namesOf(target)
  return `${base}.${kind}${cluster === 0 ? '' : `.${cluster}`}${ending}`
}

/** Whether a file has the name of one that stands beside a built file, or of its map. */
export function isLateFileName(target: string, file: string): boolean {
  const { base, ending } = namesOf(target)
  const rest = file.startsWith(base) ? file.slice(base.length).replace(/\.map$/, '') : ''
  return rest.endsWith(ending) && /^\.(?:steady|cold(?:\.[1-9]\d*)?)$/.test(rest.slice(0, -ending.length))
}

function namesOf(target: string): { base: string; ending: string } {
  const ending = /\.[cm]?js$/.exec(target)?.[0]
  return ending === undefined ? { base: target, ending: '.js' } : { base: target.slice(0, -ending.length), ending }
}
