import { dirname, isAbsolute, relative, resolve } from 'node:path'

interface MapSources {
  readonly sources?: readonly (string | null)[]
  readonly sourceRoot?: string
}

/**
 * A map that is written into another folder than the one it was read from, with sources that still lead to the same
 * files: relative names are relative to the map. URLs and absolute paths stay.
 *
 * @param from path of the map that was read, or of the file that carried it
 * @param to path that it is written to
 */
export function movedMap<M extends object>(map: M, from: string, to: string): M {
  const [before, after] = [dirname(resolve(from)), dirname(resolve(to))]
  if (before === after) return map
  const moved = (name: string): string =>
    isRelative(name) ? relative(after, resolve(before, name)).replaceAll('\\', '/') : name
  const { sources, sourceRoot } = map as MapSources
  // Sources are relative to the root, where there is one.
  if (typeof sourceRoot === 'string' && sourceRoot !== '') return { ...map, sourceRoot: moved(sourceRoot) }
  if (sources === undefined) return map
  return { ...map, sources: sources.map((source) => (source === null ? null : moved(source))) }
}

function isRelative(name: string): boolean {
  return name !== '' && !isAbsolute(name) && !/^[a-z][\w+.-]*:/i.test(name) && !name.startsWith('\0')
}
