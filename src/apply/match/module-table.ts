import type { RecordedPlace, TextPlace } from './place.ts'

/** How far modifiers can push a method's name from its start: `protected static override async *`. */
const MODIFIERS_LENGTH = 40

/** Where a place of a source was found to belong. */
export interface FoundPlace {
  /** Index into the recorded functions. */
  readonly recorded: number
  /**
   * `exact`: the function begins there; `near`: it begins between the start that the map gives and the body;
   * `within`: the compiler made a function of a part of it.
   */
  readonly how: 'exact' | 'near' | 'within'
}

/** The recorded functions of one module by place. */
export class ModuleTable {
  readonly #recorded: readonly RecordedPlace[]
  /** Indexes into the recorded functions, by place. */
  readonly #order: readonly number[]
  /** Position in `#order` of the function around each; -1 for none. Undefined when some function's end is not known. */
  readonly #parents: readonly number[] | undefined

  constructor(recorded: readonly RecordedPlace[], indexes: readonly number[]) {
    this.#recorded = recorded
    this.#order = [...indexes].sort((a, b) => {
      const first = recorded[a]!
      const second = recorded[b]!
      // Of two that begin together the outer one comes first.
      return compare(startOf(first), startOf(second)) || compare(endOf(second), endOf(first)) || a - b
    })
    this.#parents = this.#findParents()
  }

  /**
   * The function that one of the built file was made from.
   *
   * @param start where its first character comes from, if anywhere
   * @param inner where places inside it come from, in this module
   */
  find(start: TextPlace | undefined, inner: readonly TextPlace[]): FoundPlace | undefined {
    const exact = start === undefined ? undefined : this.#at(start)
    // A module begins where its first statement does, which may be the function with `export` before it.
    if (exact !== undefined && !this.#isModuleCode(exact)) return { recorded: exact, how: 'exact' }
    return this.#parents === undefined ? this.#findByStarts(start, inner) : this.#findAround(start, inner)
  }

  #findAround(start: TextPlace | undefined, inner: readonly TextPlace[]): FoundPlace | undefined {
    // The outermost, for the places may be those of inner functions that a compiler merged in. Where a function begins,
    // it is made: that place is outside it.
    let around = -1
    const hasInner = inner.length > 0 || start === undefined
    for (const place of hasInner ? inner : [start]) {
      const position = this.#around(place, !hasInner)
      if (position !== -1 && (around === -1 || position < around)) around = position
    }
    if (around === -1) return undefined
    const recorded = this.#order[around]!
    const place = startOf(this.#recorded[recorded]!)
    const isIt = start !== undefined && inner.length > 0 && (compare(start, place) < 0 || isJustBehind(start, place))
    return { recorded, how: isIt && !this.#isModuleCode(recorded) ? 'near' : 'within' }
  }

  #findByStarts(start: TextPlace | undefined, inner: readonly TextPlace[]): FoundPlace | undefined {
    const [first] = inner
    if (start === undefined) {
      // No one wrote its start, and what it holds was written: a bundler's wrapper around a module.
      const module = this.#order.find((index) => this.#isModuleCode(index))
      return first === undefined || module === undefined ? undefined : { recorded: module, how: 'within' }
    }
    const recorded = this.#order[this.#lastBefore(first ?? start, first === undefined)]
    if (recorded === undefined || this.#isModuleCode(recorded)) return undefined
    const place = startOf(this.#recorded[recorded]!)
    const isIt = (first !== undefined && compare(start, place) <= 0) || isJustBehind(start, place)
    return isIt ? { recorded, how: 'near' } : undefined
  }

  /** The function that begins at the place; the innermost, since the module itself begins where its first one may. */
  #at(place: TextPlace): number | undefined {
    const found = this.#order[this.#lastBefore(place, true)]
    return found !== undefined && compare(startOf(this.#recorded[found]!), place) === 0 ? found : undefined
  }

  /** Position of the innermost function around a place; -1 for none. */
  #around(place: TextPlace, orAt: boolean): number {
    let position = this.#lastBefore(place, orAt)
    while (position >= 0 && compare(endOf(this.#recorded[this.#order[position]!]!), place) <= 0) {
      position = this.#parents?.[position] ?? -1
    }
    return position
  }

  /** Position of the last function that starts before the place, or at it where `orAt` says so; -1 for none. */
  #lastBefore(place: TextPlace, orAt: boolean): number {
    let low = 0
    let high = this.#order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const order = compare(startOf(this.#recorded[this.#order[middle]!]!), place)
      if (order < 0 || (orAt && order === 0)) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  #findParents(): number[] | undefined {
    const open: number[] = []
    const parents: number[] = []
    for (const [position, index] of this.#order.entries()) {
      const place = this.#recorded[index]!
      if (place.endLine === undefined || place.endColumn === undefined) return undefined
      while (open.length > 0 && compare(endOf(this.#recorded[this.#order[open.at(-1)!]!]!), startOf(place)) <= 0)
        open.pop()
      parents.push(open.at(-1) ?? -1)
      open.push(position)
    }
    return parents
  }

  #isModuleCode(index: number): boolean {
    return this.#recorded[index]!.name.endsWith(':<module>')
  }
}

export function compare(a: TextPlace, b: TextPlace): number {
  return a.line - b.line || a.column - b.column
}

function startOf({ line, column }: RecordedPlace): TextPlace {
  return { line, column: column - 1 }
}

function endOf({ line, column, endLine, endColumn }: RecordedPlace): TextPlace {
  return { line: endLine ?? line, column: (endColumn ?? column) - 1 }
}

/** Whether a place is a method's name whose modifiers begin at `place`. */
function isJustBehind(start: TextPlace, place: TextPlace): boolean {
  const distance = start.column - place.column
  return place.line === start.line && distance >= 0 && distance <= MODIFIERS_LENGTH
}
