/**
 * Index of the first item of a sorted list that does not come before what is looked for; the length when all do.
 *
 * @param isBefore Whether an item comes before it: true up to some index, then false.
 */
export function lowerBound(length: number, isBefore: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** A stretch of a text, `[start, end)`. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** Those of some items, sorted by their starts, that start in a stretch. */
export function startingIn<T extends Pick<Range, 'start'>>(items: readonly T[], { start, end }: Range): readonly T[] {
  const first = (at: number): number => lowerBound(items.length, (index) => items[index]!.start < at)
  return items.slice(first(start), first(end))
}

/** Finds the one of several stretches that holds a place; they stand in order, none in another. */
export function rangeFinder<T extends Range>(ranges: readonly T[]): (at: number) => T | undefined {
  return (at) => {
    const range = ranges[lowerBound(ranges.length, (index) => ranges[index]!.end <= at)]
    return range !== undefined && range.start <= at ? range : undefined
  }
}
