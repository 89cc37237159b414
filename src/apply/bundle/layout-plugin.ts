import { dirname, resolve } from 'node:path'

import { LayoutError } from '../../errors.ts'
import { LayoutConfig, type LayoutPhase, parsePhase, readConfigText } from '../../model/index.ts'
import { placesOfSources } from '../match/index.ts'
import type { EagerReport } from './eager.ts'
import { keptByLayout, laterByLayout } from '../split/index.ts'
import { chooseByLayout, type LayoutChoiceOptions } from './from-layout.ts'
import { eagerPlugin, type ChunkFacts, type EagerPlugin, type SplitChunkOptions } from './plugin.ts'

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
  /**
   * An experiment: functions that the layout has in later phases go to a second file, which is fetched once the first
   * frame is out, or at once when one of them is called earlier. Needs `unsafe-eval` where a content security policy is
   * set. See the guide for what it changes.
   *
   * @default false
   */
  readonly splitCold?: boolean | SplitColdOptions | undefined
  /** Called for each chunk that was edited. */
  readonly onReport?: ((fileName: string, report: EagerReport) => void) | undefined
}

export interface SplitColdOptions extends Omit<SplitChunkOptions, 'keep' | 'later'> {
  /**
   * Whether what the layout has as cold goes to files of its own, each of which is fetched only when something of it is
   * called: the page then waits for it. What else runs later has one other file, which is fetched as above.
   *
   * @default false
   */
  readonly onDemand?: boolean | undefined
  /**
   * Whether functions go of which the layout says nothing: libraries that were not recorded.
   *
   * @default false
   */
  readonly unknownIsCold?: boolean | undefined
}

/**
 * Plugin for Vite 8, Rolldown and Rollup: what a layout has in early phases becomes eager for V8. Source maps must be
 * made (`hidden` is enough), since they tell which function of the build comes from which of the sources.
 *
 * @throws LayoutError when the layout cannot be read, and in the build `APPLY_NO_MAP` without source maps
 */
export function layoutPlugin(options: LayoutPluginOptions = {}): EagerPlugin {
  const path = resolve(options.layout ?? 'layout.sdn')
  const text = readConfigText(path)
  const layout = LayoutConfig.fromText(text, path)
  const root = options.root === undefined ? dirname(path) : resolve(options.root)
  const phases = options.phases === undefined ? undefined : new Set(options.phases.map((phase) => parsePhase(phase)))
  const names = layout.recorded.map(({ name }) => name)
  const matches = new WeakMap<ChunkFacts, { found: MatchedChunk | undefined }>()
  // Asked for what becomes eager, what stays and what runs later: the sources are parsed for the first of them.
  const matched = (chunk: ChunkFacts): MatchedChunk | undefined => {
    const known = matches.get(chunk) ?? { found: match(chunk) }
    matches.set(chunk, known)
    return known.found
  }
  const match = ({ fileName, map, isMapped, directory }: ChunkFacts): MatchedChunk | undefined => {
    if (map === undefined && isMapped) return undefined
    if (map === undefined) {
      throw new LayoutError('APPLY_NO_MAP', 'a layout can be applied only where the build makes source maps.', {
        file: fileName,
        hint: 'Set `sourcemap` of the output (in Vite `build.sourcemap`) to true or "hidden".',
      })
    }
    const maps = [{ map, path: resolve(directory, `${fileName}.map`) }]
    const { places } = placesOfSources(maps, names, root)
    // Chunks of libraries alone are nothing that the layout could know.
    return places.length === 0 ? undefined : { layout, maps, places, root, phases }
  }
  const { unknownIsCold, onDemand = false, ...split } = typeof options.splitCold === 'object' ? options.splitCold : {}
  return eagerPlugin({
    key: JSON.stringify([text, options.phases, options.splitCold]),
    hintComment: options.hintComment,
    plainMethods: options.plainMethods,
    onReport: options.onReport,
    choose: (chunk) => {
      const found = matched(chunk)
      return found && chooseByLayout({ ...found, needsMatch: false })
    },
    split:
      options.splitCold === undefined || options.splitCold === false
        ? undefined
        : {
            ...split,
            keep: (chunk) => {
              const found = matched(chunk)
              return found && keptByLayout({ ...found, unknownIsCold })
            },
            later: onDemand
              ? (chunk) => {
                  const found = matched(chunk)
                  return found && laterByLayout(found)
                }
              : undefined,
          },
  })
}

type MatchedChunk = Pick<LayoutChoiceOptions, 'layout' | 'maps' | 'places' | 'root' | 'phases'>
