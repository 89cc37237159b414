import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What Node calls code that was given on the command line; files may begin with a bracket too. */
const NO_FILE = /^\[(?:eval\d*|stdin|worker eval)\](?:-wrapper)?$/

/** A script of the project, or `undefined` for one of the engine, of a package or of another place. */
export interface ProjectScript {
  /** Relative to the root, with `/`. */
  readonly module: string
  /** Absolute path. */
  readonly path: string
}

/**
 * The project's file behind a script's URL; code that came from no file (`[eval]`, `[stdin]`) has none. Accepted are `file:` URLs, absolute paths, and paths relative to the root
 * (what our own exports hold).
 */
export function projectScript(url: string, root: string): ProjectScript | undefined {
  if (url === '' || url.startsWith('node:') || url.startsWith('evalmachine') || NO_FILE.test(url)) return undefined
  let path: string
  if (url.startsWith('file:')) {
    try {
      path = fileURLToPath(url.replace(/[?#].*$/s, ''))
    } catch {
      return undefined
    }
  } else if (/^[a-z][a-z\d+.-]+:/i.test(url)) {
    return undefined
  } else {
    path = url.startsWith('/') ? url : `${root}/${url}`
  }
  const module = relative(root, path).split(sep).join('/')
  if (module === '' || module.startsWith('../') || module.split('/').includes('node_modules')) return undefined
  return { module, path }
}
