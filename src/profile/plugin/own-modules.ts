import { posix } from 'node:path'

/** What the profiler consists of, from its entry: its folder, and what it uses of others. */
const PARTS = ['./', '../files/', '../errors.']

/** Knows the profiler's own modules, which must not be counted. There may be several copies of it. */
export class OwnModules {
  readonly #paths = new Set<string>()

  /** @param entry path of a module in the profiler's folder, with slashes */
  add(entry: string): void {
    for (const part of PARTS) this.#paths.add(posix.join(posix.dirname(entry), part))
  }

  has(file: string): boolean {
    for (const path of this.#paths) if (file.startsWith(path)) return true
    return false
  }
}
