import vm from 'node:vm'

import { parseAst } from 'vite'

import { type ProbeConfig, createProbe } from '../../../src/record/probe/index.ts'
import { type FileRecording, readJournal } from '../../../src/record/transport/index.ts'
import { type TransformedModule, type TransformRequest, transformModule } from '../../../src/record/transform/index.ts'
import { mulberry32, type Program } from './program.ts'

export interface Calls {
  /** Function -> calls. */
  readonly counts: Map<string, number>
  /** `caller -> callee` -> calls; calls with no function below them on the stack are left out. */
  readonly edges: Map<string, number>
}

const FUEL = 150

/** What a generated program calls and does not define: plain, uninstrumented code, with its own seeded choices. */
export function makeLibrary(seed: number, log: string[]): Record<string, unknown> {
  const random = mulberry32(seed)
  let fuel = FUEL
  // Every way to call on goes by this, or programs would not end.
  const burn = (): boolean => fuel-- <= 0
  const quiet = (value: unknown): unknown => {
    if (value instanceof Promise) value.catch(() => undefined)
    return value
  }
  const safely =
    (fn: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      try {
        return burn() ? undefined : quiet(fn(...args))
      } catch (error) {
        log.push(`caught ${String(error)}`)
        return undefined
      }
    }
  return {
    burn,
    flip: () => random() < 0.3,
    noop: () => undefined,
    id: (value: unknown) => value,
    use: quiet,
    safely,
    safe: (fn: () => unknown) => safely(fn)(),
    attempt: (fn: () => unknown) => safely(fn)(),
    call: (fn: () => unknown) => (burn() ? undefined : quiet(fn())),
    make: (C: new () => unknown) => safely(() => new C())(),
    later: (fn: () => unknown) => void setImmediate(safely(fn)),
    reject: (value: unknown) => quiet(Promise.reject(new Error(`rejected ${typeof value}`))),
    thenable: (fn: () => unknown) => (resolve: (value: unknown) => void) => {
      safely(fn)()
      resolve(1)
    },
    iterable: (value: unknown) => (typeof value === 'object' && value !== null && 'next' in value ? value : []),
    settle: async () => {
      for (let i = 0; i < 2; i++) await new Promise((resolve) => void setImmediate(resolve))
    },
  }
}

const MODULE_FUNCTION = 'runModule'

/**
 * Runs a module's text with extra names in scope, as Vitest does it: strict, in an async function.
 * Returns where the text begins in what was compiled.
 */
export async function evaluate(code: string, file: string, names: Record<string, unknown>): Promise<number> {
  const before = `'use strict';(async function ${MODULE_FUNCTION}(${Object.keys(names).join(',')}){`
  const wrapped = `${before}${code}\n})`
  const main = vm.runInThisContext(wrapped, {
    filename: file,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (...args: unknown[]) => Promise<void>
  await main(...Object.values(names))
  // What it has left running ends first: a program burns out soon.
  for (let i = 0; i < 30; i++) await new Promise((resolve) => void setImmediate(resolve))
  return before.length
}

/** The reference: who is on the engine's own stack when a function is entered. */
export async function runReference(program: Program, seed: number): Promise<{ calls: Calls; log: string[] }> {
  const log: string[] = []
  const counts = new Map<string, number>([['<module>', 1]])
  const edges = new Map<string, number>()
  const file = 'reference.js'
  const trace = (id: string): void => {
    bump(counts, id)
    const [, ...below] = engineStack(file, program.owners)
    const caller = below.find((owner) => !(isFieldsOf(id, owner) && program.baseClasses.has(owner.split('.')[0]!)))
    if (caller !== undefined) bump(edges, `${caller} -> ${id}`)
  }
  await evaluate(program.traced, file, { lib: makeLibrary(seed, log), log: (text: string) => log.push(text), t: trace })
  return { calls: { counts, edges }, log }
}

/** A base class runs its fields before its constructor has begun, though the engine has made its frame. */
function isFieldsOf(id: string, owner: string): boolean {
  return id.endsWith('.<instance_members>') && owner === `${id.split('.')[0]}.constructor`
}

/** Functions on the stack, innermost first. */
function engineStack(file: string, owners: readonly string[]): string[] {
  // oxlint-disable-next-line typescript/unbound-method -- put back, not called
  const { prepareStackTrace, stackTraceLimit } = Error
  try {
    Error.stackTraceLimit = Infinity
    Error.prepareStackTrace = (_error, sites) => sites
    const sites = new Error('stack').stack as unknown as NodeJS.CallSite[]
    const names: string[] = []
    for (const site of sites) {
      if (site.getFileName() !== file || (site as { isAsync?: () => boolean }).isAsync?.()) continue
      // While a class is defined, the line of the code around it is not to be relied on.
      const isModule = site.getFunctionName() === MODULE_FUNCTION
      const owner = isModule ? '<module>' : owners[site.getLineNumber()! - 1]!
      // A line of the module in another function is an implicit constructor.
      if (isModule || owner !== '<module>') names.push(owner)
    }
    return names
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit })
  }
}

export interface InstrumentedRun {
  readonly calls: Calls
  readonly log: string[]
  readonly recording: FileRecording
  readonly transformed: TransformedModule
}

export const TEST_CONFIG: ProbeConfig = { edges: true, timing: 'sampled', marks: [], costMs: 0 }

export function instrumentText(
  code: string,
  config: ProbeConfig = TEST_CONFIG,
  inputMap?: TransformRequest['inputMap'],
): TransformedModule {
  return transformModule({
    code,
    id: 'module.js',
    parse: (text) => parseAst(text, { sourceType: 'module' } as never) as never,
    allocate: () => 1,
    inputMap,
    edges: config.edges,
    skipTrivial: config.timing !== 'full',
    head: '',
  })
}

export async function runInstrumented(
  plain: string,
  seed: number,
  config: ProbeConfig = TEST_CONFIG,
): Promise<InstrumentedRun> {
  const transformed = instrumentText(plain, config)
  const probe = createProbe(config)
  const log: string[] = []
  await evaluate(transformed.code, 'instrumented.js', {
    lib: makeLibrary(seed, log),
    log: (text: string) => log.push(text),
    ...probe.globals,
  })
  const recording = readJournal(probe.drain())
  return { calls: toCalls(recording, transformed), log, recording, transformed }
}

export function toCalls(recording: FileRecording, transformed: TransformedModule): Calls {
  const name = (slot: number): string => shortName(transformed.functions[slot - 1]!.path)
  return {
    counts: new Map(Array.from(recording.slots, (slot, i) => [name(slot), recording.calls[i]!])),
    edges: new Map(recording.edges.map(({ from, to, count }) => [`${name(from)} -> ${name(to)}`, count])),
  }
}

/** `o1.f2.n3` is `n3`, `C4.get g5` is `g5`; the parts of a class without a name of their own keep the class's. */
function shortName(path: string): string {
  const parts = path.split('.')
  const last = parts.at(-1)!
  if (last === 'constructor' || last.startsWith('<')) return parts.slice(-2).join('.')
  return last.replace(/^(?:static )?(?:get |set )?/, '')
}

export function sorted(map: ReadonlyMap<string, number>): [string, number][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}

function bump(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}
