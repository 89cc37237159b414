import type { LateFile } from './parts.ts'

/**
 * What stands beside a built file: of `dist/app.mjs`, `dist/app.steady.js`, `dist/app.cold.js`, `dist/app.cold.1.js` and
 * so on. They are texts that are read, not modules.
 */
export function lateFileName(target: string, { kind, cluster }: LateFile): string {
  return `${baseOf(target)}.${kind}${cluster === 0 ? '' : `.${cluster}`}.js`
}

/** Whether a file has the name of one that stands beside a built file, or of its map. */
export function isLateFileName(target: string, file: string): boolean {
  const base = baseOf(target)
  return file.startsWith(base) && /^\.(?:steady|cold(?:\.[1-9]\d*)?)\.js(?:\.map)?$/.test(file.slice(base.length))
}

function baseOf(target: string): string {
  return target.replace(/\.[cm]?js$/, '')
}
