import { isAbsolute, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Finds the recorded module that a map's source means. Maps name sources in many ways (relative to the map, to the
 * bundler's root, as `webpack://app/./src/x.ts`); where the path from the root does not decide, the longest common
 * tail does, if one module alone has it.
 */
export class ModuleNames {
  readonly #modules: ReadonlySet<string>
  readonly #byBase = new Map<string, string[]>()
  readonly #root: string
  readonly #found = new Map<string, string | undefined>()

  constructor(modules: Iterable<string>, root: string) {
    this.#modules = new Set(modules)
    this.#root = root
    for (const module of this.#modules) {
      const base = module.slice(module.lastIndexOf('/') + 1)
      const list = this.#byBase.get(base)
      if (list === undefined) this.#byBase.set(base, [module])
      else list.push(module)
    }
  }

  find(source: string): string | undefined {
    if (!this.#found.has(source)) this.#found.set(source, this.#search(source))
    return this.#found.get(source)
  }

  #search(source: string): string | undefined {
    const path = toPath(source)
    const fromRoot = isAbsolute(path) ? relative(this.#root, path).replaceAll('\\', '/') : path
    if (this.#modules.has(fromRoot)) return fromRoot
    const parts = segments(path)
    let best: string | undefined
    let bestLength = 0
    let isTie = false
    for (const module of this.#byBase.get(parts.at(-1) ?? '') ?? []) {
      const length = commonTail(parts, segments(module))
      if (length === bestLength) isTie = true
      if (length <= bestLength) continue
      best = module
      bestLength = length
      isTie = false
    }
    // The whole of the shorter path must agree: `a/index.ts` is not `b/index.ts`.
    if (best === undefined || isTie || bestLength < Math.min(parts.length, segments(best).length)) return undefined
    return best
  }
}

function toPath(source: string): string {
  const clean = source.replace(/[?#].*$/, '')
  if (clean.startsWith('file://')) {
    try {
      return fileURLToPath(clean)
    } catch {
      return clean
    }
  }
  return clean.replace(/^[a-z][a-z+.-]+:\/\/[^/]*\//i, '')
}

function segments(path: string): string[] {
  return path.split(/[/\\]/).filter((part) => part !== '' && part !== '.' && part !== '..')
}

function commonTail(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1
  return length
}
