import { splitFunctionName } from '../../model/index.ts'
import { lowerBound } from '../../search.ts'
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
    const hasInner = inner.length > 0 || start === undefined
    // Where a function begins it is made, by code outside of it: hence not at its start.
    const positions = (hasInner ? inner : [start]).map((place) => this.#around(place, !hasInner))
    const next = start === undefined ? -1 : this.#lastBefore(start, true) + 1
    const around = this.#choose(start, next, positions)
    if (around === undefined) return undefined
    const recorded = this.#order[around]!
    const place = startOf(this.#recorded[recorded]!)
    const isIt = start !== undefined && inner.length > 0 && (compare(start, place) < 0 || isJustBehind(start, place))
    return { recorded, how: isIt && !this.#isModuleCode(recorded) ? 'near' : 'within' }
  }

  /**
   * @param next position of the first function that begins behind the start
   * @param positions of the functions that hold the places inside
   */
  #choose(start: TextPlace | undefined, next: number, positions: readonly number[]): number | undefined {
    // The next function to begin has some of it: that is it, whatever was inlined into it.
    if (next !== -1 && positions.includes(next)) return next
    // It begins inside a function: it is that one, a part of it, or one within; the rest was inlined.
    const outer = start === undefined ? -1 : this.#around(start, true)
    const most = mostFrequent(positions.filter((position) => position !== -1 && this.#isWithin(position, outer)))
    const following = this.#order[next]
    if (start === undefined || most === undefined || following === undefined || most < next) return most
    // A constructor begins where its class does, and other members may stand before it.
    const name = this.#recorded[following]!
    const candidate = this.#recorded[this.#order[most]!]!
    if (containerOf(candidate.name) !== '' && containerOf(candidate.name) === containerOf(name.name)) return most
    // All of it was inlined from elsewhere.
    return isJustBehind(startOf(name), start) ? next : most
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

  #isWithin(position: number, outer: number): boolean {
    let at = position
    while (at > outer) at = this.#parents?.[at] ?? -1
    return at === outer
  }

  /** Position of the last function that starts before the place, or at it where `orAt` says so; -1 for none. */
  #lastBefore(place: TextPlace, orAt: boolean): number {
    const isBefore = (position: number): boolean => {
      const order = compare(startOf(this.#recorded[this.#order[position]!]!), place)
      return order < 0 || (orAt && order === 0)
    }
    return lowerBound(this.#order.length, isBefore) - 1
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

/** `src/app.ts:App` of `src/app.ts:App.render`; empty for a function that stands in nothing. */
function containerOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > splitFunctionName(name).module.length ? name.slice(0, dot) : ''
}

/** Of several the least. */
function mostFrequent(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best: number | undefined
  for (const [value, count] of counts) {
    const most = best === undefined ? 0 : (counts.get(best) ?? 0)
    if (best === undefined || count > most || (count === most && value < best)) best = value
  }
  return best
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
