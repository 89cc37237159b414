import fc from 'fast-check'
import { expect, test } from 'vitest'

import { LOADED_MARK, type FunctionFacts } from '../../src/model/index.ts'
import { LoadGraph, LoadTraces, type SlotMeaning } from '../../src/record/loading/index.ts'

/** A pretended program. Modules import, and functions call, only those of a higher number: nothing is circular. */
interface Program {
  readonly modules: readonly { readonly imports: readonly number[]; readonly actions: readonly Action[] }[]
  readonly functions: readonly (readonly Action[])[]
  readonly files: readonly { readonly imports: readonly number[]; readonly tests: readonly (readonly Action[])[] }[]
}
interface Action {
  readonly kind: 'call' | 'import'
  readonly target: number
}
interface WorkerTrace {
  readonly kind: 'load' | 'test' | 'module'
  readonly test: string
  readonly meta: object
  readonly order: number[]
  readonly calls: number[]
  readonly marks: { name: string; position: number; us: number }[]
}

const MODULES = 6
const FUNCTIONS = 8
/** Slots: modules, then functions, then one for imports of each module. */
const FUNCTION_SLOT = 100
const IMPORT_SLOT = 200

/** Runs a program like a worker: modules that it has loaded stay, unless it is new. */
class Worker {
  readonly #program: Program
  #loaded = new Set<number>()
  #modules: WorkerTrace[] = []
  #current = newTrace('load', '')
  /** All that ran since the last `watch()`, as if modules had no traces of their own. */
  #flat: number[] = []

  constructor(program: Program) {
    this.#program = program
  }

  restart(): void {
    this.#loaded = new Set()
  }

  run(file: number): { traces: WorkerTrace[]; loadOrder: number[]; firstTest: number[] } {
    const { imports, tests } = this.#program.files[file]!
    const load = (this.#current = newTrace('load', ''))
    this.#modules = []
    this.#flat = []
    for (const module of imports) this.#load(module)
    const loadOrder = this.#flat
    load.marks.push({ name: LOADED_MARK, position: load.order.length, us: 0 })
    const traces = [load]
    const flats = tests.map((actions, index) => {
      traces.push((this.#current = newTrace('test', `test ${index}`)))
      this.#flat = []
      for (const action of actions) this.#act(action, 0)
      return this.#flat
    })
    return { traces: [...traces, ...this.#modules], loadOrder, firstTest: flats[0] ?? [] }
  }

  #load(module: number): void {
    if (this.#loaded.has(module)) return
    this.#loaded.add(module)
    const { imports, actions } = this.#program.modules[module]!
    for (const one of imports) this.#load(one)
    const before = this.#current
    this.#current = newTrace('module', '')
    this.#modules.push(this.#current)
    this.#note(module, true)
    for (const action of actions) this.#act(action, 0)
    this.#current = before
  }

  #act({ kind, target }: Action, depth: number): void {
    if (kind === 'import') {
      this.#note(IMPORT_SLOT + target, false)
      this.#load(target)
      return
    }
    this.#note(FUNCTION_SLOT + target, true)
    for (const action of this.#program.functions[target]!) {
      if (action.kind === 'import' || action.target > target) this.#act(action, depth + 1)
    }
  }

  #note(slot: number, isFunction: boolean): void {
    const { order, calls } = this.#current
    const place = order.indexOf(slot)
    if (place === -1) {
      order.push(slot)
      calls.push(isFunction ? 1 : 0)
    } else if (isFunction) {
      calls[place]!++
    }
    if (isFunction && !this.#flat.includes(slot)) this.#flat.push(slot)
  }
}

function newTrace(kind: WorkerTrace['kind'], name: string): WorkerTrace {
  return { kind, test: name, meta: {}, order: [], calls: [], marks: [] }
}

function meaningOf(slot: number): SlotMeaning {
  if (slot >= IMPORT_SLOT) return { target: `m${slot - IMPORT_SLOT}` }
  const name = slot >= FUNCTION_SLOT ? `f${slot - FUNCTION_SLOT}` : `m${slot}:<module>`
  return {
    facts: { name, module: '', line: 0, column: 0, size: 0, totalSize: 0, bodyHash: '' } satisfies FunctionFacts,
  }
}

function nameOf(slot: number): string {
  const meaning = meaningOf(slot)
  return meaning !== undefined && 'facts' in meaning ? meaning.facts.name : ''
}

/** File -> its traces after they are put right. */
function record(
  program: Program,
  order: readonly number[],
  workers: number,
  isIsolated: boolean,
): Map<string, unknown> {
  const graph = new LoadGraph({ moduleName: (id) => id, isInstrumented: () => true })
  for (const [index, { imports }] of program.modules.entries()) {
    graph.add({ key: `\0m${index}`, fn: `m${index}:<module>`, deps: imports.map((one) => `\0m${one}`) })
  }
  for (const [index, { imports }] of program.files.entries()) {
    graph.add({ key: `\0t${index}`, fn: undefined, deps: imports.map((one) => `\0m${one}`) })
  }
  const loads = new LoadTraces(graph)
  const pool = Array.from({ length: workers }, () => new Worker(program))
  for (const [turn, file] of order.entries()) {
    const worker = pool[turn % workers]!
    if (isIsolated) worker.restart()
    const { traces } = worker.run(file)
    loads.add({ project: '', file: `t${file}`, scope: '', roots: [`\0t${file}`] }, traces, meaningOf)
  }
  const result = new Map<string, unknown>()
  for (const { functions, scenarios } of loads.finish()) {
    for (const { kind, file, test: name, order: ran, calls, marks } of scenarios) {
      const names = Array.from(ran, (f, i) => `${functions[f]!.name} ${calls[i]}`)
      result.set(`${file} ${kind} ${name}`, { names, marks: marks.map((mark) => `${mark.name} ${mark.position}`) })
    }
  }
  return new Map([...result].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('call' as const), target: fc.nat(FUNCTIONS - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('import' as const), target: fc.nat(MODULES - 1) }) },
)
const actions = fc.array(action, { maxLength: 4 })
const some = (from: number): fc.Arbitrary<number[]> =>
  fc.subarray(
    Array.from({ length: MODULES - from }, (_, i) => from + i),
    { maxLength: Math.min(3, MODULES - from) },
  )
/** While it loads, a module calls, and its functions may import; it imports lazily only later modules. */
const program: fc.Arbitrary<Program> = fc.record({
  modules: fc.tuple(...Array.from({ length: MODULES }, (_, index) => fc.record({ imports: some(index + 1), actions }))),
  functions: fc.array(actions, { minLength: FUNCTIONS, maxLength: FUNCTIONS }),
  files: fc.array(fc.record({ imports: some(0), tests: fc.array(actions, { minLength: 1, maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
})

test('the traces of a suite do not depend on which worker loaded a module first', () => {
  fc.assert(
    fc.property(program, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 3 }), (suite, dice, workers) => {
      const inOrder = suite.files.map((_, index) => index)
      const random = dice[Symbol.iterator]()
      const shuffled = inOrder
        .map((file) => ({ file, rank: random.next().value as number }))
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ file }) => file)
      const isolated = record(suite, inOrder, 1, true)
      expect(record(suite, shuffled, workers, false)).toEqual(isolated)
      expect(record(suite, shuffled, workers, true)).toEqual(isolated)
    }),
    { seed: 11, numRuns: 400 },
  )
})

test('a file alone in its worker has the order in which its code ran', () => {
  fc.assert(
    fc.property(program, (suite) => {
      const traces = record(
        suite,
        suite.files.map((_, index) => index),
        1,
        true,
      )
      for (const index of suite.files.keys()) {
        const { loadOrder, firstTest } = new Worker(suite).run(index)
        const namesOf = (key: string): string[] =>
          ((traces.get(key) as { names: string[] } | undefined)?.names ?? []).map((name) => name.split(' ')[0]!)
        expect(namesOf(`t${index} load `)).toEqual(loadOrder.map(nameOf))
        expect(namesOf(`t${index} test test 0`)).toEqual(firstTest.map(nameOf))
      }
    }),
    { seed: 12, numRuns: 300 },
  )
})
