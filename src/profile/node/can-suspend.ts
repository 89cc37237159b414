/** What may stand between two tokens. */
const BLANK = String.raw`(?:\s|/\*[^]*?\*/|//[^\n]*\n)*`
const GENERATOR = new RegExp(String.raw`^(?:async(?![\w$])${BLANK})?(?:function(?![\w$])${BLANK})?\*`)
const ASYNC = /^async(?![\w$])/

/**
 * Whether a function can be left before it is over and entered again: V8 counts each time as a call. Told by its text,
 * which V8 has begin at `async`, `function` or `*`: a parser has no place in a production process. It may say so of a
 * function that merely holds such a one, or is called `async`; the only harm is that nothing is said of its rate.
 */
export function canSuspend(text: string): boolean {
  return GENERATOR.test(text) || (ASYNC.test(text) && /\bawait\b/.test(text))
}
