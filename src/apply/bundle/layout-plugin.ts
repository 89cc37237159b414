import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import { LayoutError } from '../../errors.ts'
import { LayoutConfig, type LayoutPhase } from '../../model/index.ts'
import { placesOfSources } from '../match/index.ts'
import type { EagerReport } from './eager.ts'
import { chooseByLayout } from './from-layout.ts'
import { eagerPlugin, type EagerPlugin } from './plugin.ts'

export interface LayoutPluginOptions {
  /**
   * Path of the layout.
   *
   * @default 'layout.sdn'
   */
  readonly layout?: string | undefined
  /** Folder that the layout's modules are relative to. Default: the layout's. */
  readonly root?: string | undefined
  /**
   * Phases whose functions become eager.
   *
   * @default ['startup', 'first_frame']
   */
  readonly phases?: readonly LayoutPhase[] | undefined
  /**
   * The comment `//# functionsCalledOnLoad=` at the head of each chunk, for browsers that know it.
   *
   * @default false
   */
  readonly hintComment?: boolean | undefined
  /**
   * Plain methods of object literals too; they can then be called with `new`.
   *
   * @default false
   */
  readonly plainMethods?: boolean | undefined
  /** Called for each chunk that was edited. */
  readonly onReport?: ((fileName: string, report: EagerReport) => void) | undefined
}

/**
 * Plugin for Vite 8, Rolldown and Rollup: what a layout has in early phases becomes eager for V8. Source maps must be
 * made (`hidden` is enough), since they tell which function of the build comes from which of the sources.
 *
 * @throws LayoutError when the layout cannot be read, and in the build `APPLY_NO_MAP` without source maps
 */
export function layoutPlugin(options: LayoutPluginOptions = {}): EagerPlugin {
  const path = resolve(options.layout ?? 'layout.sdn')
  const layout = LayoutConfig.fromFile(path)
  const root = options.root === undefined ? dirname(path) : resolve(options.root)
  const phases = options.phases === undefined ? undefined : new Set(options.phases)
  const names = layout.recorded.map(({ name }) => name)
  return eagerPlugin({
    key: JSON.stringify([readFileSync(path, 'utf8'), options.phases]),
    hintComment: options.hintComment,
    plainMethods: options.plainMethods,
    onReport: options.onReport,
    choose: ({ fileName, map, directory }) => {
      if (map === undefined) {
        throw new LayoutError('APPLY_NO_MAP', 'a layout can be applied only where the build makes source maps.', {
          file: fileName,
          hint: 'Set `sourcemap` of the output (in Vite `build.sourcemap`) to true or "hidden".',
        })
      }
      const maps = [{ map, path: resolve(directory, `${fileName}.map`) }]
      const { places } = placesOfSources(maps, names, root)
      // Chunks of libraries alone are nothing that the layout could know.
      if (places.length === 0) return undefined
      return chooseByLayout({ layout, maps, places, root, phases, needsMatch: false })
    },
  })
}
