import { relative, resolve, sep } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

import picomatch from 'picomatch'

import { type AstNode, withoutMark } from '../record/transform/ast.ts'
import { checkPluginOptions } from './plugin/check-options.ts'
import { instrumentModule } from './plugin/instrument.ts'
import type { ProfilePluginOptions } from './plugin/options.ts'
import { OwnModules } from './plugin/own-modules.ts'
import { ProbeNumbers, type ProbeRange } from './plugin/probe-numbers.ts'
import { PROBE_COUNT, PROBES, probePrefix, probeRuntime, probeText } from './plugin/probe-runtime.ts'

export type { ProfilePluginOptions } from './plugin/options.ts'

/** The part of the plugin interface that Rollup, Rolldown and Vite share and that is used here. */
export interface ProfilePlugin {
  readonly name: string
  readonly enforce: 'post'
  readonly apply: 'build'
  configResolved(config: { readonly root: string }): void
  buildStart(this: ProfilePluginContext, options: { readonly plugins: readonly object[] }): void
  resolveId(this: ProfilePluginContext, id: string, importer: string | undefined): Promise<Resolved | string | null>
  load(id: string): string | undefined
  transform(
    this: ProfilePluginContext,
    code: string,
    id: string,
  ): { code: string; map: ReturnType<typeof JSON.parse>; meta: Record<string, unknown> } | undefined
  shouldTransformCachedModule(module: {
    readonly id: string
    readonly meta: Readonly<Record<string, unknown>>
  }): boolean
  renderChunk(code: string): { code: string; map: null } | undefined
  generateBundle(this: ProfilePluginContext, options: unknown, bundle: Readonly<Record<string, OutputFile>>): void
}

interface OutputFile {
  readonly type: string
  readonly code?: string
}

interface Resolved {
  readonly id: string
}

interface ProfilePluginContext {
  readonly meta: { readonly rollupVersion: string; readonly rolldownVersion?: string }
  parse(code: string): unknown
  warn(message: string): void
  error(message: string): never
  resolve(id: string, importer: string | undefined, options: { readonly skipSelf: boolean }): Promise<Resolved | null>
}

const RUNTIME = '\0vitest-layout/profile/probes'
const META = 'vitest-layout/profile'
const NODE_ENTRY = 'vitest-layout/profile/node'

/**
 * Puts a probe into every function of a production build; for Vite 8, Rolldown and Rollup.
 * Function names are the recorder's.
 *
 * @throws LayoutError `OPTION` or `OPTION_UNKNOWN` that names the option and what was expected
 */
export function layoutProfile(options: ProfilePluginOptions = {}): ProfilePlugin {
  checkPluginOptions(options)
  const { platform = 'node', maxProbes = 65_536, bundle = '' } = options
  let root = resolve(options.root ?? process.cwd())
  const numbers = new ProbeNumbers(maxProbes)
  let missing = 0
  let unparsed = 0
  let takesCommonJs = false
  /** Of those that have probes. */
  let firstFile: string | undefined
  const own = new OwnModules()
  own.add(withSlashes(fileURLToPath(import.meta.url)))
  const isIncluded = createMatcher(options.include, (module) => !/(?:^|\/)node_modules\//.test(module))
  const isExcluded = createMatcher(options.exclude, () => false)
  const isProbe = new RegExp(`${probePrefix(bundle)}\\d+\\._\\d`)
  return {
    name: 'vitest-layout:profile',
    enforce: 'post',
    apply: 'build',
    configResolved(config) {
      if (options.root === undefined) root = resolve(config.root)
    },
    buildStart({ plugins }) {
      // Rollup does by a plugin only: to it alone all modules are ES modules.
      takesCommonJs =
        this.meta.rolldownVersion !== undefined ||
        plugins.some((plugin) => 'name' in plugin && plugin.name === 'commonjs')
      missing = 0
      unparsed = 0
    },
    async resolveId(id, importer) {
      if (id === RUNTIME) return id
      if (id !== NODE_ENTRY || importer !== RUNTIME) return null
      // A module without a file has no folder to look for packages from: the program's have.
      const found = await this.resolve(id, firstFile, { skipSelf: true })
      if (found !== null) own.add(withSlashes(found.id))
      return found
    },
    load: (id) =>
      id === RUNTIME ? probeRuntime(bundle, maxProbes, platform === 'node' ? NODE_ENTRY : undefined) : undefined,
    transform(code, id) {
      const file = cleanId(id)
      if (file === undefined || own.has(file)) return undefined
      const module = relative(root, file).split(sep).join('/')
      if (!isIncluded(module) || isExcluded(module)) return undefined
      const program = parse(this, code)
      if (program instanceof Error) {
        if (unparsed++ === 0) this.warn(notJavaScript(module, program))
        return undefined
      }
      const result = instrumentModule({
        code,
        id,
        module,
        program,
        allocate: (count) => numbers.take(id, count),
        runtime: RUNTIME,
        takesCommonJs,
        probe: (number) => probeText(bundle, number),
      })
      if (result === undefined) {
        if (missing++ === 0) {
          this.warn(
            `no probes are left for ${module} and perhaps others (maxProbes is ${maxProbes}): they are not profiled. ` +
              'Raise maxProbes, or leave modules out with exclude.',
          )
        }
        return undefined
      }
      firstFile ??= file
      // Rollup keeps it with the module.
      return { code: result.code, map: result.map, meta: { [META]: result.probes } }
    },
    shouldTransformCachedModule({ id, meta }) {
      const kept = meta[META]
      // Kept from a build by another plugin than this one: its numbers are others.
      return kept !== undefined && !numbers.holds(id, kept as ProbeRange)
    },
    renderChunk(code) {
      if (!code.includes(PROBE_COUNT)) return undefined
      // As long as what stood there: all places in the map stay right.
      return { code: code.replaceAll(PROBE_COUNT, String(numbers.size).padEnd(PROBE_COUNT.length)), map: null }
    },
    generateBundle(_, files) {
      const texts = Object.values(files).flatMap(({ type, code }) => (type === 'chunk' ? (code ?? '') : []))
      const hasRuntime = texts.some((text) => text.includes(PROBES))
      if (!hasRuntime || texts.some((text) => isProbe.test(text))) return
      this.error(
        "vitest-layout/profile: the bundler has removed all probes, because settings tell it that reading a global's property does nothing: " +
          'treeshake.propertyReadSideEffects and unknownGlobalSideEffects, the preset "smallest", or pure_getters of a minifier. ' +
          'Take them out of profiled builds.',
      )
    },
  }
}

export default layoutProfile

function createMatcher(
  globs: string | readonly string[] | undefined,
  otherwise: (module: string) => boolean,
): (module: string) => boolean {
  if (globs === undefined || globs.length === 0) return otherwise
  return picomatch(typeof globs === 'string' ? globs : [...globs])
}

function cleanId(id: string): string | undefined {
  if (id.startsWith('\0')) return undefined
  const file = withSlashes(id.split('?', 1)[0]!)
  if (/[?&](?:raw|url|inline)(?:[&=]|$)/.test(id.slice(file.length))) return undefined
  return /\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(file) ? file : undefined
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}

/** By the bundler's own parser. Whether what it cannot read ends the build is the bundler's affair. */
function parse(context: ProfilePluginContext, code: string): AstNode | Error {
  try {
    return context.parse(withoutMark(code)) as AstNode
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function notJavaScript(module: string, { message }: Error): string {
  return (
    `${module} and perhaps others are not profiled: this plugin gets what is no JavaScript (${firstLines(message)}). ` +
    'Put a plugin that compiles such modules before this one; Vite does so by itself, Rolldown compiles TypeScript and JSX only after its plugins.'
  )
}

function firstLines(message: string): string {
  return message.split('\n', 2).join(' ').trim()
}
