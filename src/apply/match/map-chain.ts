import { AnyMap, originalPositionFor, type SourceMapInput, TraceMap } from '@jridgewell/trace-mapping'

import { LayoutError } from '../../errors.ts'
import type { OriginalPlace, TextPlace } from './place.ts'

/** A source map and where it stands. */
export interface ChainedMap {
  /** Its text, or what `JSON.parse` gives for it. Indexed maps (`sections`) are understood. */
  readonly map: string | object
  /** Its path: sources are named relative to it, and messages name it. */
  readonly path?: string | undefined
}

/**
 * Follows places through the maps of a build, the last step's map first: bytecode to bundle, bundle to modules.
 * A place that a map does not know leads nowhere, and then so does the chain.
 */
export class MapChain {
  readonly #maps: readonly TraceMap[]
  readonly #file: string

  /**
   * @param maps none when the built file is itself what was recorded: then each place leads to itself
   * @param file name of the built file, for that case
   * @throws LayoutError `MAP_INVALID` for text that is no source map
   */
  constructor(maps: readonly ChainedMap[], file: string = '') {
    this.#maps = maps.map(({ map, path }) => readMap(map, path))
    this.#file = file
  }

  /** The last map's text of a source, where the map carries it. */
  contentOf(source: string): string | undefined {
    const map = this.#maps.at(-1)
    const index = map?.resolvedSources.indexOf(source) ?? -1
    return (index === -1 ? undefined : map?.sourcesContent?.[index]) ?? undefined
  }

  /** Sources of the last map, as {@link trace} names them. */
  get sources(): readonly string[] {
    return (this.#maps.at(-1)?.resolvedSources ?? []).filter((source) => source !== null)
  }

  trace(place: TextPlace): OriginalPlace | undefined {
    let { line, column } = place
    let source = this.#file
    for (const map of this.#maps) {
      const found = originalPositionFor(map, { line, column })
      if (typeof found.source !== 'string') return undefined
      ;({ line, column, source } = found)
    }
    return { source, line, column }
  }
}

/**
 * The parsed text of a map.
 *
 * @throws LayoutError `MAP_INVALID`
 */
export function parseMap(map: string | object, path?: string): object {
  let parsed: unknown
  try {
    // Some servers put a line in front of a map so that it is no script.
    parsed = typeof map === 'string' ? JSON.parse(map.replace(/^\)\]\}'[^\n]*\n/, '')) : map
  } catch (cause) {
    throw invalid('it is no JSON', path, cause)
  }
  if (typeof parsed !== 'object' || parsed === null || !('mappings' in parsed || 'sections' in parsed)) {
    throw invalid('it has neither mappings nor sections', path)
  }
  checkForm(parsed, path)
  return parsed
}

/** The decoder passes over versions and letters that it does not know, and would give wrong places without a word. */
function checkForm(map: object, path: string | undefined): void {
  const { version, mappings, sections } = map as { version?: unknown; mappings?: unknown; sections?: unknown }
  if (Number(version) !== 3) throw invalid(`its version is ${JSON.stringify(version)}, 3 was expected`, path)
  const wrong = typeof mappings === 'string' ? /[^A-Za-z0-9+/,;]/.exec(mappings) : null
  if (wrong !== null) {
    throw invalid(`its mappings hold ${JSON.stringify(wrong[0])} at ${wrong.index}, which is no digit of theirs`, path)
  }
  for (const section of Array.isArray(sections) ? (sections as { map?: unknown }[]) : []) {
    if (typeof section?.map === 'object' && section.map !== null) checkForm(section.map, path)
  }
}

/** Reads one map; {@link MapChain} does it for a chain. */
export function readMap(map: string | object, path?: string): TraceMap {
  if (map instanceof TraceMap) return map
  const parsed = parseMap(map, path)
  try {
    return new AnyMap(parsed as SourceMapInput, path)
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), path, cause)
  }
}

function invalid(reason: string, file: string | undefined, cause?: unknown): LayoutError {
  return new LayoutError('MAP_INVALID', `this is no source map: ${reason}.`, {
    file,
    hint: 'Build again with source maps on.',
    cause,
  })
}
