import type { FunctionTable } from '../bundle/functions.ts'
import { rangeFinder, startingIn, type Range } from '../../search.ts'
import type { Reference } from './bindings.ts'

/** Whether a function runs later that stands in a stretch of the file. */
export function runsLater(range: Range, { functions }: FunctionTable, later: ReadonlySet<number>): boolean {
  return startingIn(functions, range).some(({ index }) => later.has(index))
}

interface NamedValue extends Range {
  readonly references: readonly Reference[]
}

/**
 * Whether what runs later comes to a name: the function around it runs later, or outside of functions, the value
 * around it is made later.
 */
export function isNamedLater<T extends Range>(
  { owner, node }: Reference,
  { functions }: FunctionTable,
  later: ReadonlySet<number>,
  valueAt: (at: number) => T | undefined,
  isMade: (value: T) => boolean,
): boolean {
  const around = valueAt(node.start)
  const isInside = around !== undefined && owner !== -1 && functions[owner]!.start >= around.start
  return around === undefined || isInside ? later.has(owner) : isMade(around)
}

/**
 * Those of some values that will be made by what runs later: a function of theirs runs, one that runs names them, or a
 * value does that is made. Which code runs is what was seen: others may be made as well.
 *
 * @param values in order, none in another
 */
export function madeLater<T extends NamedValue>(
  values: readonly T[],
  table: FunctionTable,
  later: ReadonlySet<number>,
): Set<T> {
  const valueAt = rangeFinder(values)
  const made = new Set<T>()
  const isNamed = (reference: Reference): boolean =>
    isNamedLater(reference, table, later, valueAt, (value) => made.has(value))
  for (const value of values) if (runsLater(value, table, later)) made.add(value)
  for (let before = -1; before !== made.size;) {
    before = made.size
    for (const value of values) if (!made.has(value) && value.references.some(isNamed)) made.add(value)
  }
  return made
}
