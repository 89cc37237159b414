import type { Vitest } from 'vitest/node'

import { checkOptions } from '../check-options.ts'
import type { LayoutOptions } from '../options.ts'
import { reporterFile } from '../own-files.ts'

export const REPORTER_NAME = 'layout'
/** What the reporter may be called where reporters are named. */
const REPORTER_NAMES: ReadonlySet<unknown> = new Set([REPORTER_NAME, 'vitest-layout/reporter'])

export const PLUGIN_NAME = 'vitest-layout'

/** What was given with the name, kept with the reporter that took its place. */
const ENTRY_OPTIONS: unique symbol = Symbol("options of the layout reporter's entry")

/** What the plugin shows of itself to the plugins of other projects. */
export interface PluginApi {
  readonly options: LayoutOptions
}

/**
 * The plugin that counts among those of one server: a project that extends a configuration and lists the plugin again has
 * two, and its own, which stands last, goes over the inherited one.
 */
export function layoutPluginOf<P extends { readonly name: string }>(plugins: readonly P[]): P | undefined {
  return plugins.findLast(({ name }) => name === PLUGIN_NAME)
}

/** The reporter's file, where `id` is its name and nothing else resolves that. */
export function resolveReporter(id: string): string | undefined {
  return id === REPORTER_NAME ? reporterFile() : undefined
}

/**
 * Replaces the `layout` entries among the reporters by one instance of the reporter, before Vitest resolves names.
 *
 * Of options that several give, those of the reporter's entry count. Then, for a project, those of its own plugin, and those
 * of the root's; for the run the root's, and those of the project that came first.
 *
 * @param own options of a project's plugin
 * @param project the project's name; `''` where it has none
 * @returns the options that count in that project, or undefined when the reporter takes no part
 * @throws LayoutError `OPTION`, `OPTION_UNKNOWN` and those of the configuration's schema, before anything runs
 */
export async function takeReporter(
  vitest: Vitest,
  own: LayoutOptions,
  project: string,
): Promise<LayoutOptions | undefined> {
  const reporters = vitest.config.reporters as unknown[]
  const found = findEntry(reporters)
  if (found === undefined) return undefined
  const root = rootOptions(vitest)
  const given = found.options
  checkOptions(root, 'layout()')
  checkOptions(own, project === '' ? 'layout()' : `layout() in project ${JSON.stringify(project)}`)
  checkOptions(given, "the layout reporter's entry")
  if (found.isName) {
    const { default: LayoutReporter } = await import('../../reporters/layout.ts')
    // Another project's hook may have run meanwhile.
    const index = reporters.indexOf(found.entry)
    if (index !== -1) {
      const reporter: object = new LayoutReporter({ ...own, ...root, ...given })
      Object.defineProperty(reporter, ENTRY_OPTIONS, { value: given })
      reporters.splice(index, 1, reporter)
      // Alone it would hide failing tests.
      if (reporters.length === 1) reporters.unshift(...defaultReporters())
    }
  }
  return { ...root, ...own, ...given }
}

/** The reporter among those of the configuration. */
interface ReporterEntry {
  readonly entry: unknown
  readonly options: LayoutOptions
  /** Whether it is still to be made. */
  readonly isName: boolean
}

function findEntry(reporters: readonly unknown[]): ReporterEntry | undefined {
  for (const entry of reporters) {
    if (typeof entry === 'object' && entry !== null && ENTRY_OPTIONS in entry) {
      return { entry, options: entry[ENTRY_OPTIONS] as LayoutOptions, isName: false }
    }
  }
  const named = reporters.find((entry) => REPORTER_NAMES.has(Array.isArray(entry) ? entry[0] : entry))
  if (named !== undefined) {
    const options = Array.isArray(named) ? ((named[1] as LayoutOptions | undefined) ?? {}) : {}
    return { entry: named, options, isName: true }
  }
  // Given as an instance: we know it by the name of its class.
  const instance = reporters.find((entry) => (entry as object | null)?.constructor?.name === 'LayoutReporter')
  if (instance === undefined) return undefined
  return { entry: instance, options: (instance as { options?: LayoutOptions }).options ?? {}, isName: false }
}

/** Those of the plugin in the root's configuration: Vitest does not ask it, where the root is no project itself. */
function rootOptions(vitest: Vitest): LayoutOptions {
  const api = layoutPluginOf(vitest.vite.config.plugins)?.api as PluginApi | undefined
  return api?.options ?? {}
}

/** What Vitest itself falls back to when no reporter is named. */
function defaultReporters(): unknown[] {
  return process.env['GITHUB_ACTIONS'] === 'true'
    ? [
        ['default', {}],
        ['github-actions', {}],
      ]
    : [['default', {}]]
}
