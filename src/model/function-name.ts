/** The parts of a function's name `MODULE:PATH`. */
export interface FunctionNameParts {
  /** `''` for a name without a module (`main`). */
  readonly module: string
  readonly path: string
}

/** Names of this form are markers that were counted as calls; they are no code. */
export const MARKER_PREFIX = 'marker:'

/** The PATH of a module's top-level code. */
export const MODULE_CODE = '<module>'

/** A virtual module's id begins so: `virtual:routes`. An address (`https://`) is none. */
const SCHEME = /^[\w-]{2,}:(?!\/\/)/
/** The beginning of a name up to the end of what is certainly a file of code. */
const CODE_FILE = /^[^[\]'"]*?\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx?)(?=:)/

/** Splits `src/app.ts:App.render` into module and path. */
export function splitFunctionName(name: string): FunctionNameParts {
  const colon = dividingColon(name)
  return colon < 0 ? { module: '', path: name } : { module: name.slice(0, colon), path: name.slice(colon + 1) }
}

/**
 * A path may hold colons (`App.[a ? 'x:y' : z]`, `on.update:value`), a path relative to the root mostly does not: the first
 * one divides, unless the module is virtual (`virtual:routes:load`) or its name goes on to an ending (`src/a:b.ts:load`).
 */
function dividingColon(name: string): number {
  if (isModuleCode(name)) return name.length - MODULE_CODE.length - 1
  const first = name.indexOf(':')
  if (first < 0 || name.startsWith(MARKER_PREFIX)) return first
  if (SCHEME.test(name)) {
    const second = name.indexOf(':', first + 1)
    return second < 0 ? first : second
  }
  return CODE_FILE.exec(name)?.[0].length ?? first
}

/** Whether the name is that of a module's top-level code. */
export function isModuleCode(name: string): boolean {
  return name.endsWith(`:${MODULE_CODE}`)
}

/**
 * The function's own name: the last part of a PATH without what the naming put around it
 * (`App.static create` -> `create`, `App.get title` -> `title`, `init~2` -> `init`).
 */
export function ownName(path: string): string {
  let start = 0
  let depth = 0
  for (let i = 0; i < path.length; i++) {
    const c = path.charCodeAt(i)
    if (c === 0x5b) depth++
    else if (c === 0x5d) depth--
    else if (c === 0x2e && depth <= 0) start = i + 1
  }
  let last = path.slice(start)
  const tilde = last.lastIndexOf('~')
  if (tilde > 0 && isDigits(last, tilde + 1)) last = last.slice(0, tilde)
  if (last.startsWith('static ')) last = last.slice(7)
  if (last.startsWith('get ') || last.startsWith('set ')) last = last.slice(4)
  return last
}

function isDigits(text: string, from: number): boolean {
  if (from >= text.length) return false
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 0x30 || c > 0x39) return false
  }
  return true
}

/** Total order of strings by code unit, as every order in this project is defined. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
