import { chmodSync, chownSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Where a path leads for somebody who writes to it. */
export interface WriteTarget {
  /** The file itself, where the path is a link. */
  readonly path: string
  /** A device, a pipe, a socket: has no content to keep, and must not be replaced. */
  readonly isStream: boolean
  /** Keeps who may read and write the file that is there. */
  readonly adopt: (replacement: string) => void
}

/** Follows links: what they lead to is replaced, and they stay. */
export function writeTarget(path: string): WriteTarget {
  const found = statSync(path, { throwIfNoEntry: false })
  // `/dev/stdout` may lead to a file that others write to as well.
  if (/^\/(?:dev|proc)\//.test(path) || (found !== undefined && !found.isFile() && !found.isDirectory())) {
    return { path, isStream: true, adopt: () => {} }
  }
  if (found === undefined) return { path: isLink(path) ? linkTarget(path) : path, isStream: false, adopt: () => {} }
  return {
    path: isLink(path) ? realpathSync(path) : path,
    isStream: false,
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

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
}

/** Of a link to a file that is not there yet. */
function linkTarget(path: string): string {
  return resolve(dirname(path), readlinkSync(path))
}
