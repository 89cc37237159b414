/**
 * Marks around what the transform puts into a program, so that the text of a function can be given as it was:
 * comments, which every later rewriting keeps. The closing one carries the text that was replaced, if any.
 */
const OPEN = '/*{vl*/'
const CLOSE = '/*vl}*/'

/** A function can end within an insertion: that of a function around it. */
const INSERTED = /\/\*\{vl\*\/[\s\S]*?(?:\/\*vl(?:([^*}]*))?\}\*\/|$)/g

/** Marks inserted text; `replaced` is what stood in its place. */
export function markInserted(inserted: string, replaced = ''): string {
  return replaced === '' ? `${OPEN}${inserted}${CLOSE}` : `${OPEN}${inserted}/*vl${escape(replaced)}}*/`
}

/** The text before anything was inserted. */
export function withoutInserted(text: string): string {
  if (!text.includes(OPEN)) return text
  return text.replaceAll(INSERTED, (_match, replaced: string | undefined) => unescape(replaced ?? ''))
}

function escape(text: string): string {
  return text.replaceAll(/[^ -~]|[%*}]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function unescape(text: string): string {
  return text.replaceAll(/%(....)/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
