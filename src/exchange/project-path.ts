import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A script of the project, or `undefined` for one of the engine, of a package or of another place. */
export interface ProjectScript {
  /** Relative to the root, with `/`. */
  readonly module: string
  /** Absolute path. */
  readonly path: string
}

/**
 * The project's file behind a script's URL. Accepted are `file:` URLs, absolute paths, and paths relative to the root
 * (what our own exports hold).
 */
export function projectScript(url: string, root: string): ProjectScript | undefined {
  if (url === '' || url.startsWith('node:') || url.startsWith('evalmachine')) return undefined
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
