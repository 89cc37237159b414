import { LayoutError } from '../errors.ts'
import { GrowingFloats, GrowingInts } from './growing.ts'
import type { PackInput, TraceSet } from './input.ts'
import { JsonReader } from './json-reader.ts'
import { NameTable } from './name-table.ts'

export interface Workload extends PackInput {
  readonly names: NameTable
}

/**
 * Reads a packing problem: `{functions: [{name, size, calls}], edges: [[caller, callee, weight]], traces: [[function, ...]],
 * weights?: [weight of each trace]}`, functions by their place in the list. Other keys (`heldout`) are skipped unread.
 *
 * @throws LayoutError `READ_FAILED`; `WORKLOAD_SYNTAX` with line and column; `WORKLOAD_VALUE`
 */
export function readWorkload(path: string): Workload {
  const reader = new JsonReader(path)
  try {
    return new WorkloadParser(path, reader).parse()
  } finally {
    reader.close()
  }
}

class WorkloadParser {
  readonly #path: string
  readonly #reader: JsonReader
  readonly #names: NameTable = new NameTable()
  readonly #sizes: GrowingInts = new GrowingInts()
  readonly #calls: GrowingFloats = new GrowingFloats()
  readonly #from: GrowingInts = new GrowingInts()
  readonly #to: GrowingInts = new GrowingInts()
  readonly #edgeWeights: GrowingFloats = new GrowingFloats()
  readonly #offsets: GrowingInts = new GrowingInts()
  readonly #traced: GrowingInts = new GrowingInts()
  readonly #traceWeights: GrowingFloats = new GrowingFloats()

  constructor(path: string, reader: JsonReader) {
    this.#path = path
    this.#reader = reader
  }

  parse(): Workload {
    const reader = this.#reader
    this.#offsets.push(0)
    reader.readObject((key) => {
      if (key === 'functions') reader.readArray(() => this.#readFunction())
      else if (key === 'edges') reader.readArray(() => this.#readEdge())
      else if (key === 'traces') reader.readArray(() => this.#readTrace())
      else if (key === 'weights') reader.readArray(() => this.#traceWeights.push(reader.readNumber()))
      else reader.skipValue()
    })
    if (reader.peek() !== -1) throw reader.error('expected the end of the file')
    const from = this.#from.take()
    const to = this.#to.take()
    this.#checkNumbers(from, 'an edge')
    this.#checkNumbers(to, 'an edge')
    return {
      names: this.#names,
      sizes: this.#sizes.take(),
      calls: this.#calls.take(),
      edges: { from, to, weights: this.#edgeWeights.take() },
      traces: this.#takeTraces(),
    }
  }

  #readFunction(): void {
    const reader = this.#reader
    const number = this.#sizes.length
    let hasName = false
    let size = 0
    let calls = 0
    reader.readObject((key) => {
      if (key === 'name') {
        const known = this.#names.add(reader.readStringBytes())
        if (known >= 0) throw this.#wrong(`function ${number} has the name of function ${known}, ${this.#name(known)}`)
        hasName = true
      } else if (key === 'size') size = reader.readNumber()
      else if (key === 'calls') calls = reader.readNumber()
      else reader.skipValue()
    })
    if (!hasName) throw this.#wrong(`function ${number} has no name`)
    if (!(Number.isInteger(size) && size >= 0 && size < 2 ** 31)) {
      throw this.#wrong(`${this.#name(number)} has size ${size}, expected whole bytes from 0 to 2147483647`)
    }
    if (!(calls >= 0 && calls < Infinity)) {
      throw this.#wrong(`${this.#name(number)} has ${calls} calls, expected 0 or more`)
    }
    this.#sizes.push(size)
    this.#calls.push(calls)
  }

  #readEdge(): void {
    const reader = this.#reader
    reader.expect('[')
    this.#from.push(this.#readIndex())
    reader.expect(',')
    this.#to.push(this.#readIndex())
    reader.expect(',')
    const weight = reader.readNumber()
    if (!(weight >= 0 && weight < Infinity)) throw this.#wrong(`an edge has weight ${weight}, expected 0 or more`)
    this.#edgeWeights.push(weight)
    reader.expect(']')
  }

  #readTrace(): void {
    this.#reader.readArray(() => this.#traced.push(this.#readIndex()))
    this.#offsets.push(this.#traced.length)
  }

  #readIndex(): number {
    const index = this.#reader.readNumber()
    if (!(index >= 0 && index < 2 ** 31 && Number.isInteger(index))) {
      throw this.#wrong(`found ${index} where the number of a function stands`)
    }
    return index
  }

  /** Drops what a trace names again and checks numbers, in place: this is the largest array there is. */
  #takeTraces(): TraceSet {
    const functions = this.#traced.take()
    this.#checkNumbers(functions, 'a trace')
    const offsets = this.#offsets.take()
    const weights = this.#takeWeights(offsets.length - 1)
    const seen = new Int32Array(this.#sizes.length)
    let start = 0
    let end = 0
    for (let t = 0; t + 1 < offsets.length; t++) {
      const last = offsets[t + 1]!
      for (let k = start; k < last; k++) {
        const f = functions[k]!
        if (seen[f] === t + 1) continue
        seen[f] = t + 1
        functions[end++] = f
      }
      start = last
      offsets[t + 1] = end
    }
    return { offsets, functions: functions.subarray(0, end), weights }
  }

  #takeWeights(traces: number): Float64Array {
    if (this.#traceWeights.length === 0) return new Float64Array(traces).fill(1)
    const weights = this.#traceWeights.take()
    if (weights.length !== traces) throw this.#wrong(`found ${weights.length} weights for ${traces} traces`)
    const wrong = weights.find((weight) => !(weight > 0 && weight < Infinity))
    if (wrong !== undefined) throw this.#wrong(`a trace has weight ${wrong}, expected a positive number`)
    return weights
  }

  #checkNumbers(functions: Int32Array, where: string): void {
    const count = this.#sizes.length
    const wrong = functions.find((f) => f >= count)
    if (wrong === undefined) return
    throw this.#wrong(`${where} names function ${wrong}, but there are ${count}, counted from 0`)
  }

  #name(number: number): string {
    return JSON.stringify(this.#names.get(number))
  }

  #wrong(message: string): LayoutError {
    return new LayoutError('WORKLOAD_VALUE', `${message}.`, { file: this.#path })
  }
}
