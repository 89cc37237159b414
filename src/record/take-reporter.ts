import type { Vitest } from 'vitest/node'

import { reporterFile } from '../own-files.ts'

export const REPORTER_NAME = 'layout'
/** What the reporter may be called where reporters are named. */
const REPORTER_NAMES: ReadonlySet<unknown> = new Set([REPORTER_NAME, 'vitest-layout/reporter'])

export const PLUGIN_NAME = 'vitest-layout'

type Options = Readonly<Record<string, unknown>>

/** What the plugin shows of itself to the plugins of other projects. */
export interface PluginApi {
  readonly options: Options
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
 * @param own Options of a project's plugin.
 * @returns the options that count in that project, or undefined when the reporter takes no part
 */
export async function takeReporter(vitest: Vitest, own: Options): Promise<Options | undefined> {
  const root = rootOptions(vitest)
  const reporters = vitest.config.reporters as unknown[]
  const taken = (reporters as { [ENTRY_OPTIONS]?: Options }[]).find(
    (entry) => typeof entry === 'object' && entry !== null && ENTRY_OPTIONS in entry,
  )
  if (taken !== undefined) return { ...root, ...own, ...taken[ENTRY_OPTIONS] }
  let index = reporters.findIndex((entry) => REPORTER_NAMES.has(Array.isArray(entry) ? entry[0] : entry))
  if (index === -1) {
    // Given as an instance: its own options are not ours to know, its class name is.
    const instance = reporters.find((entry) => (entry as object | null)?.constructor?.name === 'LayoutReporter')
    if (instance === undefined) return undefined
    return { ...root, ...own, ...(instance as { options?: Options }).options }
  }
  const entry = reporters[index]
  const given = Array.isArray(entry) ? ((entry[1] as Options | undefined) ?? {}) : {}
  const { default: LayoutReporter } = await import('../../reporters/layout.ts')
  // Another project's hook may have run meanwhile.
  index = reporters.indexOf(entry)
  if (index !== -1) {
    const reporter: object = new LayoutReporter({ ...own, ...root, ...given })
    Object.defineProperty(reporter, ENTRY_OPTIONS, { value: given })
    reporters.splice(index, 1, reporter)
    // Alone it would hide failing tests.
    if (reporters.length === 1) reporters.unshift(...defaultReporters())
  }
  return { ...root, ...own, ...given }
}

const ENTRY_OPTIONS: unique symbol = Symbol("options of the layout reporter's entry")

/** Those of the plugin in the root's configuration: Vitest does not ask it, where the root is no project itself. */
function rootOptions(vitest: Vitest): Options {
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
