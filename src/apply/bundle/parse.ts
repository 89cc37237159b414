import { extname } from 'node:path'

import { parse, type Options, type Program } from 'acorn'

import { LayoutError } from '../../errors.ts'

/**
 * How an engine runs the file: as an ES module, as a CommonJS module (its top level is the body of a function), or as
 * a classic script (its top level is the global scope, shared with other scripts).
 */
export type BundleKind = 'module' | 'commonjs' | 'script'

export interface ParsedBundle {
  readonly code: string
  readonly kind: BundleKind
  readonly program: Program
  readonly file: string | undefined
}

export interface ParseBundleOptions {
  /** Default: told from the file's extension and its code. */
  readonly kind?: BundleKind | undefined
  /** Name of the file, for messages and for its extension. */
  readonly file?: string | undefined
}

/** Words that only a CommonJS module has a use for; a script without them is taken as one of the browser. */
const COMMONJS_WORDS = /\b(?:require\s*\(|module\.exports|exports\.|__dirname|__filename)/

/**
 * Parses a built JavaScript file; parentheses are kept as nodes.
 *
 * @throws LayoutError `BUNDLE_SYNTAX` with the place, when it is not JavaScript of the kind.
 */
export function parseBundle(code: string, options: ParseBundleOptions = {}): ParsedBundle {
  const { file } = options
  if (options.kind !== undefined) return { code, kind: options.kind, program: run(code, options.kind, file), file }
  const extension = file === undefined ? '' : extname(file)
  if (extension === '.mjs') return { code, kind: 'module', program: run(code, 'module', file), file }
  if (extension === '.cjs') return { code, kind: 'commonjs', program: run(code, 'commonjs', file), file }
  // Sloppy code may not parse as a module, and a top-level await only as one: the kind that parses decides.
  const other: BundleKind = COMMONJS_WORDS.test(code) ? 'commonjs' : 'script'
  let asModule: Program
  try {
    asModule = run(code, 'module', file)
  } catch {
    return { code, kind: other, program: run(code, other, file), file }
  }
  if (usesModuleSyntax(asModule, code)) return { code, kind: 'module', program: asModule, file }
  try {
    return { code, kind: other, program: run(code, other, file), file }
  } catch {
    return { code, kind: 'module', program: asModule, file }
  }
}

function usesModuleSyntax(program: Program, code: string): boolean {
  const declares = program.body.some(({ type }) => type === 'ImportDeclaration' || type.startsWith('Export'))
  return declares || /\bimport\s*\.\s*meta\b/.test(code)
}

function run(code: string, kind: BundleKind, file: string | undefined): Program {
  const options: Options = { ecmaVersion: 'latest', sourceType: kind, preserveParens: true, allowHashBang: true }
  try {
    return parse(code, options)
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    const { line, column } = (cause as SyntaxError & { loc?: { line: number; column: number } }).loc ?? {}
    throw new LayoutError('BUNDLE_SYNTAX', `${cause.message.replace(/ \(\d+:\d+\)$/, '')}; expected a ${kind} file.`, {
      file,
      line,
      column: column === undefined ? undefined : column + 1,
      hint: 'Give the finished JavaScript file, or say its kind (module, commonjs, script).',
      cause,
    })
  }
}
