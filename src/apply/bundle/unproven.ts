import { LayoutError } from '../../errors.ts'
import { lineOf, lineStarts } from '../../record/source-place.ts'
import type { ParsedBundle } from './parse.ts'
import type { SyntaxNode } from './syntax.ts'

/**
 * The error of a proof that did not hold: a fault of ours, never of the user's.
 *
 * @param node the place in the file before the edits
 * @param what what was found there
 * @param expected what alone was allowed
 */
export function unproven({ code, file }: ParsedBundle, node: SyntaxNode, what: string, expected: string): LayoutError {
  const starts = lineStarts(code)
  const line = lineOf(starts, node.start)
  return new LayoutError('APPLY_UNPROVEN', `${what}; only ${expected} were expected.`, {
    file,
    line: line + 1,
    column: node.start - starts[line]! + 1,
    hint: 'This is a fault of vitest-layout: nothing was written. Please report it with the file.',
  })
}
