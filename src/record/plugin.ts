import type { ViteDevServer } from 'vite'
// By way of Vitest, which adds `configureVitest` to it.
import type { Plugin } from 'vitest/config'
import type { TestProject, VitestPluginContext } from 'vitest/node'

import { type ActiveRecording, isAnyRecording, noteRecording, recordingOfServer } from './active-recordings.ts'
import { debugFor } from '../debug.ts'
import { LayoutError } from '../errors.ts'
import type { LayoutOptions } from '../options.ts'
import { OWN_FOLDER, ownFile } from '../own-files.ts'
import { type CleanModule, instrumentModule, originOf, PROBE_ID, resolveProbe } from './instrument-module.ts'
import { isBenchmark } from './is-benchmark.ts'
import { isInlined } from './inlined.ts'
import { type ResolvedRecordOptions, resolveRecordOptions } from './options.ts'
import { calibrate } from './calibrate.ts'
import { type Recorder, ensureRecorder, pathFrom } from './recorder.ts'
import { isTestFile } from './is-test-file.ts'
import { matchGlobs } from './match-globs.ts'
import { compileSynchronouslyForGc } from './synchronous-compiler.ts'
import {
  layoutPluginOf,
  PLUGIN_NAME,
  type PluginApi,
  REPORTER_NAME,
  resolveReporter,
  takeReporter,
} from './take-reporter.ts'

/** Key of `provide`/`inject` under which workers get their `ProbeConfig`. */
export const CONFIG_KEY = 'vitest-layout'

const setupFile = ownFile('src/setup')
/** The same for `server.deps.inline`, whatever stands in front of the path. */
const setupPattern = new RegExp(`${setupFile.replaceAll('\\', '/').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)

const debugPlugin = debugFor('plugin')

const OWN_IDS = new RegExp(`^(?:${REPORTER_NAME}|${PROBE_ID})$`)

/**
 * The Vite plugin that records. Inert unless the `layout` reporter takes part in the run.
 *
 * @param options - Defaults for the reporter's; those given with the reporter (`['layout', {...}]`) win.
 */
export function layout(options: LayoutOptions = {}): Plugin[] {
  /** Set once `configureVitest` has found the reporter. One plugin object may serve several projects. */
  let recording: ActiveRecording | undefined
  const projects = new Set<TestProject>()
  /** The server that this plugin object is part of. */
  let server: ViteDevServer | undefined
  /** Modules on their way from one hook to the other. */
  const waiting = new Map<string, CleanModule>()

  /** The file of a module that is to be recorded. */
  function wantedFile(id: string, environment: string | undefined): string | undefined {
    recording ??= server === undefined || !isAnyRecording() ? undefined : recordingOfServer(server)
    if (recording === undefined || environment === '__vitest__') return undefined
    const file = cleanId(id)
    if (file === undefined || !recording.isWanted(file)) return undefined
    for (const project of recording.projects) {
      if (isTestFile(project, file) || project.config.setupFiles.includes(file)) return undefined
    }
    return file
  }

  /** Whether no other plugin of ours goes over this one: with two, modules would get probes twice. */
  const counts = ({ plugins }: { readonly plugins: readonly Plugin[] }): boolean => layoutPluginOf(plugins) === main

  /** Browser mode rewrites imports in between, and with them functions. */
  const isBrowser = (): boolean => server !== undefined && recordingOfServer(server) !== undefined

  const main: Plugin = {
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
      if (isBenchmark(project) || !counts(project.vite.config)) return
      const counting = await takeReporter(vitest, options, project.name)
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
      // Other providers than V8's put counters in, and these can go in first; see `late`.
      const isCovered = coverage.enabled && coverage.provider !== 'v8'
      const isBrowsing = project.config.browser.enabled
      if (coverage.enabled && (!isCovered || isBrowsing)) {
        const problem = `coverage.provider is ${coverage.provider}${isBrowsing ? ' in a browser' : ''}, and it sees the probes as your code: measure coverage in a run that does not record`
        if (!recorder.warnings.includes(problem)) recorder.warn(problem)
      }
      recorder.projects.set(project.name, counting)
      projects.add(project)
      if (recording === undefined) {
        recording = {
          recorder,
          options: resolved,
          projects,
          isCovered,
          isWanted: createFilter(recorder, resolved, projects),
        }
        vitest.onClose(noteRecording(recording).release)
      }
      const setupFiles = project.config.setupFiles
      if (!setupFiles.includes(setupFile)) setupFiles.unshift(setupFile)
      compileSynchronouslyForGc(vitest, project)
      allowOwnFolder(project.vite.config)
      const { edges, timing, marks } = resolved
      const config = {
        edges,
        timing,
        marks: [...marks],
        costMs: timing === 'off' ? 0 : calibrate(),
        hasOwnRunner: project.config.runner !== undefined,
      }
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
      filter: { id: OWN_IDS },
      handler(id) {
        // Vitest imports unknown reporter names through this environment: projects that do not inherit the plugin's entry.
        return this.environment?.name === '__vitest__' ? resolveReporter(id) : resolveProbe(id)
      },
    },

    transform(code, id) {
      const file = wantedFile(id, this.environment?.name)
      if (file === undefined) return undefined
      const viteConfig = this.environment.getTopLevelConfig()
      if (!counts(viteConfig) || (viteConfig.assetsInclude(file) && ADDRESS.test(code))) return undefined
      if (!recording!.isCovered || isBrowser()) return instrumentModule(this, recording!, { code, id, file })
      // Istanbul's counters go in before the probes, or it would take these for your code.
      waiting.set(`${this.environment?.name}\0${id}`, originOf(this, { code, id, file }))
      return undefined
    },
  }

  /** After all others. */
  const late: Plugin = {
    name: 'vitest-layout:beside-coverage',
    enforce: 'post',
    transform: {
      order: 'post',
      handler(code, id) {
        const key = `${this.environment?.name}\0${id}`
        const clean = waiting.get(key)
        waiting.delete(key)
        return clean === undefined
          ? undefined
          : instrumentModule(this, recording!, { code, id, file: clean.file }, clean)
      },
    },
  }

  return [main, late]
}

function createFilter(
  recorder: Recorder,
  options: ResolvedRecordOptions,
  projects: ReadonlySet<TestProject>,
): (file: string) => boolean {
  const isPackage = (file: string): boolean =>
    file.includes('/node_modules/') && ![...projects].some((project) => isInlined(file, project.config))
  const isIncluded = options.include.length === 0 ? () => true : matchGlobs(options.include)
  const isExcluded = matchGlobs(options.exclude)
  const cache = new Map<string, boolean>()
  const [first] = projects
  return (file) => {
    let wanted = cache.get(file)
    if (wanted === undefined) {
      const module = recorder.isPerProject ? pathFrom(first!.config.root, file) : recorder.moduleName(file)
      wanted = !isPackage(file) && !file.startsWith(OWN_FOLDER) && isIncluded(module) && !isExcluded(module)
      cache.set(file, wanted)
    }
    return wanted
  }
}

/** Queries of what is no code of its file's: assets, styles of components, files that coverage reads without running them. */
const NO_CODE = /[?&](?:raw|url|worker|sharedworker|inline|type=style|vitest-uncovered-coverage)(?:[&=]|$)/

/** The code that Vite makes of an asset: where it lies. What a plugin makes of one (a component of a drawing) can be more. */
const ADDRESS = /^\s*export default "(?:[^"\\]|\\.)*";?\s*$/

/** The file of a module id; undefined for virtual modules and assets. */
function cleanId(id: string): string | undefined {
  if (id.startsWith('\0')) return undefined
  const query = id.indexOf('?')
  if (query !== -1 && NO_CODE.test(id.slice(query))) return undefined
  const file = (query === -1 ? id : id.slice(0, query)).replaceAll('\\', '/')
  return /\.(?:css|less|sass|scss|styl|stylus|pcss|postcss|sss|json5?|wasm)$/.test(file) ? undefined : file
}

/** A linked package lies outside the workspace, and neither browsers nor web environments load a file from there unasked. */
function allowOwnFolder({ server: { fs } }: { readonly server: { readonly fs: { readonly allow: string[] } } }): void {
  if (!fs.allow.includes(OWN_FOLDER)) fs.allow.push(OWN_FOLDER)
}

/** Instrumented code must not come out of Vitest's module cache in a plain run, nor the reverse. */
function disableModuleCache(context: VitestPluginContext): void {
  const define =
    (context as unknown as { defineCacheKeyGenerator?: (generate: () => false) => void }).defineCacheKeyGenerator ??
    context.experimental_defineCacheKeyGenerator
  define?.(() => false)
}
