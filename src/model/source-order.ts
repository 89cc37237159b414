import { compareNames } from './function-name.ts'
import type { FunctionFacts } from './recording.ts'

/** Source order: by module, place, name. Total, since names are unique. */
export function compareSourceOrder(
  a: Pick<FunctionFacts, 'module' | 'line' | 'column' | 'name'>,
  b: Pick<FunctionFacts, 'module' | 'line' | 'column' | 'name'>,
): number {
  return compareNames(a.module, b.module) || a.line - b.line || a.column - b.column || compareNames(a.name, b.name)
}
