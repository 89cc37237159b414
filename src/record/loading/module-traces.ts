import { compareNames, type ScenarioMark } from '../../model/index.ts'

/** What ran, by the numbers of {@link TraceEntries}. */
export interface EntryTrace {
  readonly order: Int32Array
  readonly calls: Float64Array
  readonly marks: readonly ScenarioMark[]
}

/**
 * What each module ran while it loaded. Where loads of one module differ (it depends on the program's state), they
 * are joined in a way that does not depend on which came first.
 */
export class ModuleTraces {
  readonly #nameOf: (entry: number) => string
  readonly #variants = new Map<string, EntryTrace[]>()
  readonly #joined = new Map<string, EntryTrace>()

  constructor(nameOf: (entry: number) => string) {
    this.#nameOf = nameOf
  }

  add(fn: string, trace: EntryTrace): void {
    const variants = this.#variants.get(fn)
    this.#joined.delete(fn)
    if (variants === undefined) this.#variants.set(fn, [trace])
    else if (!variants.some((other) => isSame(other, trace))) variants.push(trace)
  }

  get(fn: string): EntryTrace | undefined {
    let trace = this.#joined.get(fn)
    const variants = this.#variants.get(fn)
    if (trace === undefined && variants !== undefined) {
      trace = variants.length === 1 ? variants[0]! : this.#join(variants)
      this.#joined.set(fn, trace)
    }
    return trace
  }

  /** Names of the modules' functions, sorted. */
  names(): string[] {
    return [...this.#variants.keys()].toSorted(compareNames)
  }

  /** The longest, with what only others have at its end; the most calls of each function. */
  #join(variants: readonly EntryTrace[]): EntryTrace {
    const text = (trace: EntryTrace): string => Array.from(trace.order, this.#nameOf).join('\n')
    const [longest, ...others] = variants.toSorted(
      (a, b) =>
        b.order.length - a.order.length ||
        b.marks.length - a.marks.length ||
        compareNames(text(a), text(b)) ||
        compareNames(a.calls.join(), b.calls.join()),
    )
    const calls = new Map(Array.from(longest!.order, (entry, i) => [entry, longest!.calls[i]!]))
    const rest = others.flatMap(({ order }) => [...order]).filter((entry) => !calls.has(entry))
    for (const entry of rest.toSorted((a, b) => compareNames(this.#nameOf(a), this.#nameOf(b)))) calls.set(entry, 0)
    for (const other of others) {
      for (const [i, entry] of other.order.entries()) calls.set(entry, Math.max(calls.get(entry)!, other.calls[i]!))
    }
    return { order: Int32Array.from(calls.keys()), calls: Float64Array.from(calls.values()), marks: longest!.marks }
  }
}

function isSame(a: EntryTrace, b: EntryTrace): boolean {
  return (
    a.order.length === b.order.length &&
    a.marks.length === b.marks.length &&
    a.order.every((entry, i) => entry === b.order[i]) &&
    a.calls.every((count, i) => count === b.calls[i]) &&
    a.marks.every(({ name, position }, i) => name === b.marks[i]?.name && position === b.marks[i]?.position)
  )
}
