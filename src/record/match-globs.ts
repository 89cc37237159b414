import picomatch from 'picomatch'

/** Any number of folders up: `**` does not go there, since where they lie says nothing of the module. */
const UP = /^(?:\.\.\/)+/

/**
 * Whether one of these globs matches a path from the root, with `/`. Of a path that leaves the root (`../shared/a.ts`),
 * a glob that begins with `**` is asked about what comes after the way up.
 */
export function matchGlobs(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false
  const matches = picomatch([...globs])
  const floating = globs.filter((glob) => glob.startsWith('**'))
  const matchesOutside = floating.length === 0 ? () => false : picomatch(floating)
  return (path) => matches(path) || (UP.test(path) && matchesOutside(path.replace(UP, '')))
}
