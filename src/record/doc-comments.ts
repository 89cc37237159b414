/** Offsets of a comment. */
export interface CommentRange {
  readonly start: number
  readonly end: number
}

const SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script\s*>/gi
/** After these words a slash begins a regular expression. */
const BEFORE_EXPRESSION =
  /(?:^|[^\w$.])(?:return|typeof|case|do|else|in|of|instanceof|new|void|delete|throw|yield|await)$/

/**
 * The `/** ... *\/` comments of a source text, whatever its language adds to JavaScript (types, JSX). What only looks
 * like one in a string, a template or a regular expression is left out; so is what stands outside the scripts of a
 * component file.
 */
export function findDocComments(file: string, source: string): CommentRange[] {
  if (/\.[cm]?[jt]sx?$/.test(file)) return scan(source, 0, source.length)
  const scripts = [...source.matchAll(SCRIPT)]
  if (scripts.length === 0) return scan(source, 0, source.length)
  return scripts.flatMap((script) => {
    const start = script.index + script[0].indexOf('>') + 1
    return scan(source, start, start + script[1]!.length)
  })
}

function scan(source: string, from: number, until: number): CommentRange[] {
  const found: CommentRange[] = []
  /** Braces that are open inside `${`, innermost template last. */
  const templates: number[] = []
  let at = from
  while (at < until) {
    const char = source[at]
    if (char === '/' && source[at + 1] === '*') {
      const close = source.indexOf('*/', at + 2)
      if (close === -1 || close + 2 > until) break
      // `/**/` and `/***/` say nothing.
      if (source[at + 2] === '*' && close - at > 3) found.push({ start: at, end: close + 2 })
      at = close + 2
    } else if (char === '/' && source[at + 1] === '/') {
      at = endOfLine(source, at, until)
    } else if (char === '/' && beginsExpression(source, at, from)) {
      at = endOfRegex(source, at, until)
    } else if (char === '"' || char === "'") {
      at = endOfString(source, at, until)
    } else if (char === '`') {
      at = templateText(source, at + 1, until, templates)
    } else {
      const depth = templates.length - 1
      if (char === '{' && depth >= 0) templates[depth]!++
      if (char === '}' && depth >= 0 && --templates[depth]! === 0) {
        templates.pop()
        at = templateText(source, at + 1, until, templates)
      } else {
        at++
      }
    }
  }
  return found
}

function endOfLine(source: string, at: number, until: number): number {
  const end = source.indexOf('\n', at)
  return end === -1 ? until : Math.min(end, until)
}

/** A quote that does not close on its line is an apostrophe in JSX text. */
function endOfString(source: string, at: number, until: number): number {
  for (let i = at + 1; i < until; i++) {
    if (source[i] === '\\') i++
    else if (source[i] === source[at]) return i + 1
    else if (source[i] === '\n') break
  }
  return at + 1
}

/** To the end of a template or of its text before `${`; a backtick that nothing closes is none of a template. */
function templateText(source: string, from: number, until: number, templates: number[]): number {
  for (let i = from; i < until; i++) {
    if (source[i] === '\\') {
      i++
    } else if (source[i] === '`') {
      return i + 1
    } else if (source[i] === '$' && source[i + 1] === '{') {
      templates.push(1)
      return i + 2
    }
  }
  return from
}

/** Whether a slash stands where an expression may begin. */
function beginsExpression(source: string, at: number, from: number): boolean {
  const before = source.slice(Math.max(from, at - 40), at).trimEnd()
  const last = before.at(-1)
  // `</b>` closes an element.
  if (last === undefined || last === '<') return last === undefined
  return /[=(,:[!&|?{};+\-*%^~>]/.test(last) || BEFORE_EXPRESSION.test(before)
}

function endOfRegex(source: string, at: number, until: number): number {
  let isInClass = false
  for (let i = at + 1; i < until; i++) {
    const char = source[i]
    if (char === '\n') break
    if (char === '\\') i++
    else if (char === '[') isInClass = true
    else if (char === ']') isInClass = false
    else if (char === '/' && !isInClass) return i + 1
  }
  return at + 1
}
