import { type AstNode, isAnonymousDefinition } from '../../record/transform/ast.ts'
import { collectFunctions } from '../../record/transform/collect-functions.ts'
import { Edits, joinPieces } from '../../record/transform/edits.ts'
import { instrumentClassMembers } from '../../record/transform/instrument-members.ts'
import { type EncodedMap, mapPieces } from '../../record/transform/map-pieces.ts'
import type { ModuleFunction } from '../../record/transform/module-function.ts'
import { isCommonJs } from './is-common-js.ts'
import type { ProbeRange } from './probe-numbers.ts'

export interface InstrumentRequest {
  readonly code: string
  /** Goes into the source map. */
  readonly id: string
  /** The module's name in function names. */
  readonly module: string
  /** Of the code, a blank in place of a byte order mark. */
  readonly program: AstNode
  /** Gives the first of `count` probe numbers in a row, or -1 when none are left. */
  readonly allocate: (count: number) => number
  /** Module that sets up the probes. */
  readonly runtime: string
  /** Whether whoever gets the result knows `require` in CommonJS modules; else all are ES modules. */
  readonly takesCommonJs: boolean
  /** The expression that is a probe. */
  readonly probe: (number: number) => string
}

export interface InstrumentedModule {
  readonly code: string
  readonly map: EncodedMap
  readonly probes: ProbeRange
}

/** @returns undefined where no probe numbers are left. */
export function instrumentModule(request: InstrumentRequest): InstrumentedModule | undefined {
  const { code, program } = request
  const functions = collectFunctions(program, code)
  const base = request.allocate(functions.length)
  if (base === -1) return undefined
  const edits = new Edits()
  for (const fn of functions) insertProbe(edits, fn, request.probe(base + fn.index), code)
  // The import stands before all others: the runtime is there before anything can call this module's functions.
  const paths = functions.map(({ path }) => path).join('\n')
  const from = JSON.stringify(request.runtime)
  const head =
    request.takesCommonJs && isCommonJs(program)
      ? `const{register:__vlpN}=require(${from});`
      : `import{register as __vlpN}from${from};`
  const names = `__vlpN(${base},${JSON.stringify(request.module)},${JSON.stringify(paths)});${request.probe(base)};`
  edits.after(...atHead(program, code, head + names))
  const pieces = edits.pieces(code)
  const map = mapPieces(code, pieces, request.id, undefined)
  return { code: joinPieces(code, pieces), map, probes: { base, count: functions.length } }
}

function insertProbe(edits: Edits, fn: ModuleFunction, probe: string, code: string): void {
  if (fn.kind === 'module') return
  if (fn.kind !== 'function') {
    // A class's initialisers run one after the other: one probe counts them all, in the member where it costs least.
    const members = [...fn.members].sort((a, b) => costInMember(a) - costInMember(b)).slice(0, 1)
    instrumentClassMembers({ ...fn, members }, fn.index, code, edits, false, probe)
    return
  }
  const body = fn.node.body as AstNode
  if (body.type === 'BlockStatement') {
    const at = directivesEnd(body.body) || body.start + 1
    edits.after(at, `${separator(code, at)}${probe};`)
  } else {
    // A comment that says of a call that it is pure stays right before the call: bundlers warn of others.
    const [pure = ''] = /\/\*\s*[@#]__PURE__\s*\*\/\s*$/.exec(code.slice(fn.start, body.start)) ?? []
    edits.around(body.start - pure.length, body.end, `(${probe},`, ')')
  }
}

/** An anonymous function in a field needs an object around it to keep its name. */
function costInMember({ type, value }: AstNode): number {
  return type === 'StaticBlock' || value === null || !isAnonymousDefinition(value) ? 0 : 1
}

/** Where and how a text is put before all other code of a module: behind its directives, and behind a line `#!`. */
function atHead(program: AstNode, code: string, text: string): [at: number, text: string] {
  const at = directivesEnd(program['body'])
  if (at > 0) return [at, separator(code, at) + text]
  const [line = ''] = /^#!.*(?:\r\n|[\n\r\u2028\u2029])?/.exec(code) ?? []
  return [line.length, /^#!.*$/.test(line) ? `\n${text}` : text]
}

/** A directive may end without a semicolon. */
function separator(code: string, at: number): string {
  return code[at - 1] === ';' || code[at - 1] === '{' ? '' : ';'
}

/** End of the last directive, 0 without any. */
function directivesEnd(statements: readonly AstNode[]): number {
  let end = 0
  for (const statement of statements) {
    if (typeof statement['directive'] !== 'string') break
    end = statement.end
  }
  return end
}
