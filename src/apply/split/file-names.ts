import type { LateFile } from './sections.ts'

/** `dist/app.cold.js` and `dist/app.steady.js` of `dist/app.mjs`: texts that are read, not modules. */
export function lateFileNames(target: string): Record<LateFile, string> {
  const base = target.replace(/\.[cm]?js$/, '')
  return { cold: `${base}.cold.js`, steady: `${base}.steady.js` }
}
