import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import picomatch from 'picomatch'
import type { ViteDevServer } from 'vite'
// By way of Vitest, which adds `configureVitest` to it.
import type { Plugin } from 'vitest/config'
import type { TestProject, VitestPluginContext } from 'vitest/node'

import { type ActiveRecording, isAnyRecording, noteRecording, recordingOfServer } from './active-recordings.ts'
import { debugFor } from '../debug.ts'
import { LayoutError } from '../errors.ts'
import { isBenchmark } from './is-benchmark.ts'
import { isInlined } from './inlined.ts'
import { type RecordOptions, type ResolvedRecordOptions, resolveRecordOptions } from './options.ts'
import { calibrate } from './calibrate.ts'
import { type Recorder, ensureRecorder, pathFrom } from './recorder.ts'
import { PLUGIN_NAME, type PluginApi, resolveReporter, takeReporter } from './take-reporter.ts'
import { transformModule } from './transform/index.ts'

/** Key of `provide`/`inject` under which workers get their `ProbeConfig`. */
export const CONFIG_KEY = 'vitest-layout'

/** In the published package this file is `dist/src/record/plugin.js`; from source, `src/record/plugin.ts`. */
const here = import.meta.url
const extension = here.endsWith('.ts') ? 'ts' : 'js'
const setupFile = fileURLToPath(new URL(`../setup.${extension}`, here))
/** The same for `server.deps.inline`, whatever stands in front of the path. */
const setupPattern = new RegExp(`${setupFile.replaceAll('\\', '/').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
const probeFile = fileURLToPath(new URL(`./probe/main.${extension}`, here)).replaceAll('\\', '/')
/** The package's own folder of code: never instrumented when it is what instruments. */
const ownFolder = fileURLToPath(new URL('../', here)).replaceAll('\\', '/')

/** Rolldown's parser would guess, and take `await [f()]` in a module without imports for an index. Rollup's has no such option. */
const PARSE_OPTIONS = { sourceType: 'module' } as object

const debugPlugin = debugFor('plugin')
const debugTransform = debugFor('transform')

const HEAD = `if(typeof __vlE==="undefined")await import(${JSON.stringify(probeFile)});`

/**
 * The Vite plugin that records. Inert unless the `layout` reporter takes part in the run.
 *
 * @param options - Defaults for the reporter's; those given with the reporter (`['layout', {...}]`) win.
 */
export function layout(options: RecordOptions & Record<string, unknown> = {}): Plugin {
  /** Set once `configureVitest` has found the reporter. One plugin object may serve several projects. */
  let recording: ActiveRecording | undefined
  const projects = new Set<TestProject>()
  /** The server that this plugin object is part of. */
  let server: ViteDevServer | undefined

  return {
    name: PLUGIN_NAME,
    enforce: 'post',
    api: { options } satisfies PluginApi,

    config(user) {
      // Installed it would be external, and Node runs a module once: without isolation only the first file would record.
      const inline = (user as { test?: { server?: { deps?: { inline?: unknown } } } }).test?.server?.deps?.inline
      return inline === true ? undefined : { test: { server: { deps: { inline: [setupPattern] } } } }
    },

    async configureVitest(context: VitestPluginContext) {
      const { vitest, project } = context
      if (isBenchmark(project)) return
      const counting = await takeReporter(vitest, options)
      if (counting === undefined) return
      if ((project.config.experimental as { viteModuleRunner?: boolean } | undefined)?.viteModuleRunner === false) {
        throw new LayoutError(
          'NO_MODULE_RUNNER',
          `experimental.viteModuleRunner is false${project.name === '' ? '' : ` in project ${JSON.stringify(project.name)}`}: Vitest transforms no module then, and nothing can be recorded.`,
          { hint: 'Run without the layout reporter, or leave the option out of runs that record.' },
        )
      }
      const resolved = resolveRecordOptions(counting)
      const recorder = ensureRecorder(vitest, vitest.config.root)
      const { coverage } = vitest.config
      if (coverage.enabled && recorder.projects.size === 0) {
        recorder.warn(
          `coverage.provider is ${coverage.provider}, and it sees the probes as your code: measure coverage in a run that does not record`,
        )
      }
      recorder.projects.set(project.name, counting)
      projects.add(project)
      if (recording === undefined) {
        recording = { recorder, options: resolved, projects, isWanted: createFilter(recorder, resolved, projects) }
        vitest.onClose(noteRecording(recording).release)
      }
      const setupFiles = project.config.setupFiles
      if (!setupFiles.includes(setupFile)) setupFiles.unshift(setupFile)
      allowOwnFolder(project.vite.config)
      const { edges, timing, marks } = resolved
      const config = { edges, timing, marks: [...marks], costMs: timing === 'off' ? 0 : calibrate() }
      recorder.costMs = config.costMs
      debugPlugin(
        () =>
          `records project ${JSON.stringify(project.name)}: ${JSON.stringify({ ...resolved, costMs: config.costMs })}`,
      )
      project.provide(CONFIG_KEY as never, config as never)
      disableModuleCache(context)
    },

    configureServer(started) {
      server = started
      if (isAnyRecording()) allowOwnFolder(started.config)
    },

    resolveId: {
      order: 'pre',
      handler(id) {
        // Vitest imports unknown reporter names through this environment: projects that do not inherit the plugin's entry.
        return this.environment?.name === '__vitest__' ? resolveReporter(id) : undefined
      },
    },

    async transform(code, id) {
      recording ??= server === undefined || !isAnyRecording() ? undefined : recordingOfServer(server)
      if (recording === undefined || this.environment?.name === '__vitest__') return undefined
      const { recorder, options: resolved, isWanted } = recording
      const file = cleanId(id)
      if (file === undefined || !isWanted(file)) return undefined
      for (const project of recording.projects) {
        if (project.matchesTestGlob(file) || project.config.setupFiles.includes(file)) return undefined
      }
      const started = performance.now()
      const owners = ownersOf(recording.projects, this.environment)
      let transformed
      try {
        transformed = transformModule({
          code,
          id,
          parse: (text) => this.parse(text, PARSE_OPTIONS) as never,
          allocate: recorder.allocate,
          edges: resolved.edges,
          skipTrivial: resolved.timing !== 'full',
          head: HEAD,
        })
      } catch (error) {
        const problem = `${recorder.moduleName(file)}: cannot be parsed, its functions are not recorded: ${describe(error)}`
        recorder.warn(problem, owners)
        debugTransform(() => `${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
        this.warn(problem)
        return undefined
      }
      const source = readSource(file)
      const map = source === code ? undefined : this.getCombinedSourcemap()
      const original = source ?? map?.sourcesContent?.[0] ?? undefined
      const key = [...owners, this.environment?.name, id].join('\0')
      recorder.addModule(transformed, { file, code, source: original, map, key, projects: owners })
      const module = recorder.moduleName(file)
      const ms = performance.now() - started
      recorder.transformMs.set(module, (recorder.transformMs.get(module) ?? 0) + ms)
      debugTransform(
        () => `${id}: ${transformed.functions.length} functions from slot ${transformed.base}, ${ms.toFixed(1)} ms`,
      )
      if (!transformed.leftAlone.some(({ path }) => path === '<module>')) recorder.instrumented.add(id)
      for (const { slot, specifier } of transformed.imports) {
        const target = await this.resolve(specifier, id)
        recorder.imports.set(slot, target?.id ?? specifier)
      }
      return { code: transformed.code, map: transformed.map }
    },
  }
}

function createFilter(
  recorder: Recorder,
  options: ResolvedRecordOptions,
  projects: ReadonlySet<TestProject>,
): (file: string) => boolean {
  const isPackage = (file: string): boolean =>
    file.includes('/node_modules/') && ![...projects].some((project) => isInlined(file, project.config))
  const isIncluded = options.include.length === 0 ? () => true : picomatch([...options.include])
  const isExcluded = options.exclude.length === 0 ? () => false : picomatch([...options.exclude])
  const cache = new Map<string, boolean>()
  const [first] = projects
  return (file) => {
    let wanted = cache.get(file)
    if (wanted === undefined) {
      const module = recorder.isPerProject ? pathFrom(first!.config.root, file) : recorder.moduleName(file)
      wanted = !isPackage(file) && !file.startsWith(ownFolder) && isIncluded(module) && !isExcluded(module)
      cache.set(file, wanted)
    }
    return wanted
  }
}

/** Names of the projects for which an environment transforms; all that may be where none says it is its own. */
function ownersOf(projects: ReadonlySet<TestProject>, environment: object | undefined): string[] {
  const all = [...projects]
  const own = all.filter(({ vite, browser }) =>
    [vite, browser?.vite].some((server) =>
      Object.values(server?.environments ?? {}).some((one) => one === environment),
    ),
  )
  return (own.length > 0 ? own : all).map(({ name }) => name)
}

/** The file of a module id; undefined for virtual modules and assets. */
function cleanId(id: string): string | undefined {
  if (id.startsWith('\0')) return undefined
  const query = id.indexOf('?')
  if (query !== -1 && /[?&](?:raw|url|worker|sharedworker|inline)(?:[&=]|$)/.test(id.slice(query))) return undefined
  const file = (query === -1 ? id : id.slice(0, query)).replaceAll('\\', '/')
  return /\.(?:css|less|sass|scss|styl|stylus|pcss|postcss|sss|json5?|wasm)$/.test(file) ? undefined : file
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

/** A linked package lies outside the workspace, and neither browsers nor web environments load a file from there unasked. */
function allowOwnFolder({ server: { fs } }: { readonly server: { readonly fs: { readonly allow: string[] } } }): void {
  if (!fs.allow.includes(ownFolder)) fs.allow.push(ownFolder)
}

/** Instrumented code must not come out of Vitest's module cache in a plain run, nor the reverse. */
function disableModuleCache(context: VitestPluginContext): void {
  const define =
    (context as unknown as { defineCacheKeyGenerator?: (generate: () => false) => void }).defineCacheKeyGenerator ??
    context.experimental_defineCacheKeyGenerator
  define?.(() => false)
}
