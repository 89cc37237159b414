import { readFileSync } from 'node:fs'

import { type EncodedSourceMap, TraceMap, decodedMappings } from '@jridgewell/trace-mapping'

import { debugFor } from '../debug.ts'
import { ownFile } from '../own-files.ts'
import type { ActiveRecording } from './active-recordings.ts'
import { type TransformedModule, transformModule } from './transform/index.ts'

/** What of Vite's context of a `transform` hook is used. */
export interface TransformContext {
  readonly environment?: {
    readonly name: string
    /** Whether Vite rewrites modules for its module runner; not so in browser mode. */
    readonly config: { readonly dev: { readonly moduleRunnerTransform?: boolean | undefined } }
  }
  parse(code: string, options: object): unknown
  getCombinedSourcemap(): unknown
  resolve(specifier: string, importer: string): Promise<{ readonly id: string } | null>
  warn(message: string): void
}

/** A module as it comes through a hook. */
export interface ModuleCode {
  readonly code: string
  readonly id: string
  /** Its id without query. */
  readonly file: string
}

/** A module before Istanbul's counters went in, and the map from there to the original. */
export interface CleanModule extends ModuleCode {
  readonly map: TraceMap | undefined
  readonly source: string | undefined
}

/** Rolldown's parser would guess, and take `await [f()]` in a module without imports for an index. Rollup's has no such option. */
const PARSE_OPTIONS = { sourceType: 'module' } as object

const probeFile = ownFile('src/record/probe/main').replaceAll('\\', '/')

/** What a module that runs before the setup file loads the probe by. */
export const PROBE_ID = 'vitest-layout:probe'
const GUARD = 'if(typeof __vlE==="undefined")await '
/** By the module runner's own function: an `import()` would be analysed and resolved anew in every module. */
const RUNNER_HEAD = `${GUARD}__vite_ssr_dynamic_import__(${JSON.stringify(PROBE_ID)});`
/** In browsers, which load modules as they are. */
const NATIVE_HEAD = `${GUARD}import(${JSON.stringify(probeFile)});`

const debug = debugFor('transform')

/**
 * Puts the probes into a module and notes its functions.
 *
 * @param clean The module before Istanbul's counters, where it has some.
 */
export async function instrumentModule(
  context: TransformContext,
  { recorder, options }: ActiveRecording,
  module: ModuleCode,
  clean?: CleanModule,
): Promise<{ code: string; map: TransformedModule['map'] } | undefined> {
  const started = performance.now()
  const { code, id, file } = module
  const name = recorder.moduleName(file)
  const key = `${context.environment?.name}\0${id}`
  const found = originOf(context, module)
  let isParsed = false
  let transformed
  try {
    transformed = transformModule({
      code,
      id,
      parse(text) {
        isParsed = false
        const program = context.parse(text, PARSE_OPTIONS)
        isParsed = true
        return program as never
      },
      allocate: recorder.allocate,
      edges: options.edges,
      skipTrivial: options.timing !== 'full',
      head: context.environment?.config.dev.moduleRunnerTransform === true ? RUNNER_HEAD : NATIVE_HEAD,
      clean: clean?.code,
      inputMap: found.map === undefined ? undefined : decodedMappings(found.map),
    })
  } catch (error) {
    const what = isParsed ? 'could not be instrumented, which is a fault of vitest-layout' : 'cannot be parsed'
    const why = `${what}; its functions are not recorded: ${describe(error)}`
    recorder.addFailed(key, name, why)
    debug(() => `${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    context.warn(`${name}: ${why}`)
    return undefined
  }
  if (!transformed.isClean) {
    recorder.warn(
      `${name}: names and sizes of its functions are those with the counters of coverage; leave coverage out of runs that record`,
      name,
    )
  }
  const origin = clean !== undefined && transformed.isClean ? clean : found
  recorder.addModule(transformed, { ...origin, key })
  const ms = performance.now() - started
  recorder.transformMs.set(name, (recorder.transformMs.get(name) ?? 0) + ms)
  debug(() => `${id}: ${transformed.functions.length} functions from slot ${transformed.base}, ${ms.toFixed(1)} ms`)
  const isBlocked = transformed.leftAlone.some(({ path, reason }) => path === '<module>' && reason !== 'for await')
  if (!isBlocked) recorder.instrumented.add(id)
  for (const { slot, specifier } of transformed.imports) {
    const target = await context.resolve(specifier, id)
    recorder.imports.set(slot, target?.id ?? specifier)
  }
  return { code: transformed.code, map: transformed.map }
}

/** The probe's file, where `id` is what modules call it by. */
export function resolveProbe(id: string): string | undefined {
  return id === PROBE_ID ? probeFile : undefined
}

/** The module as it is in this hook, and the way back to its original. */
export function originOf(context: TransformContext, module: ModuleCode): CleanModule {
  const text = readSource(module.file)
  const map = text === module.code ? undefined : new TraceMap(context.getCombinedSourcemap() as EncodedSourceMap)
  return { ...module, source: text ?? map?.sourcesContent?.[0] ?? undefined, map }
}

/** The file's text; undefined for virtual modules. */
function readSource(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message.split('\n')[0]! : String(error)
}
