import { chmodSync, chownSync, lstatSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Where a path leads for somebody who writes to it. */
export interface WriteTarget {
  /** The file itself, where the path is a link. */
  readonly path: string
  /** What is there. A stream is a device, a pipe, a socket: it has no content to keep, and must not be replaced. */
  readonly kind: 'nothing' | 'file' | 'folder' | 'stream'
  /** Keeps who may read and write the file that is there. */
  readonly adopt: (replacement: string) => void
}

/** Follows links: what they lead to is replaced, and they stay. */
export function writeTarget(path: string): WriteTarget {
  const found = statSync(path, { throwIfNoEntry: false })
  const kind = kindOf(path, found)
  if (kind === 'stream') return { path, kind, adopt: () => {} }
  if (found === undefined) return { path: isLink(path) ? linkTarget(path) : path, kind, adopt: () => {} }
  return {
    path: isLink(path) ? realpathSync(path) : path,
    kind,
    adopt(replacement) {
      if (found.uid !== process.getuid?.() || found.gid !== process.getgid?.()) {
        try {
          chownSync(replacement, found.uid, found.gid)
        } catch {
          // Only the superuser may give files away.
        }
      }
      chmodSync(replacement, found.mode & 0o7777)
    },
  }
}

function kindOf(path: string, found: Stats | undefined): WriteTarget['kind'] {
  // `/dev/stdout` may lead to a file that others write to as well.
  if (/^\/(?:dev|proc)\//.test(path)) return 'stream'
  if (found === undefined) return 'nothing'
  if (found.isFile()) return 'file'
  return found.isDirectory() ? 'folder' : 'stream'
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
}

/** Of a link to a file that is not there yet. */
function linkTarget(path: string): string {
  return resolve(dirname(path), readlinkSync(path))
}
