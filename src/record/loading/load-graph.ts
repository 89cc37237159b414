import { isAbsolute } from 'node:path'

import { acorn } from '../../libraries/acorn.ts'

/** What of Vite's module graph is read. */
export interface GraphEnvironment {
  readonly name: string
  readonly moduleGraph: {
    readonly urlToModuleMap: ReadonlyMap<string, EnvironmentNode>
    getModuleById(id: string): EnvironmentNode | undefined
  }
}

interface EnvironmentNode {
  readonly id: string | null
  /** Vite's rewriting for a module runner leaves `deps` here; what goes to a browser has none. */
  readonly transformResult: { readonly code?: string; readonly deps?: string[]; readonly dynamicDeps?: string[] } | null
  /** What it imports, dynamically too, in order. */
  readonly importedModules?: ReadonlySet<EnvironmentNode & { readonly url: string }>
}

/** A module that was loaded in some worker. */
export interface LoadNode {
  readonly key: string
  /** Name of its code's function; undefined for a module that is not instrumented. */
  readonly fn: string | undefined
  /** Keys of the modules that are loaded before it, in order. */
  readonly deps: readonly string[]
}

/** What the main process knows of a module besides the graph. */
export interface ModuleNames {
  /** Path relative to the project's root. */
  moduleName(id: string): string
  isInstrumented(id: string): boolean
}

/**
 * Which modules each module loads before itself: Vite's module graph, by names that are the same on every machine.
 *
 * What a module that is not instrumented (a test file) imports dynamically counts as loaded with it: when it does so
 * is not recorded.
 */
export class LoadGraph {
  readonly #names: ModuleNames
  readonly #nodes = new Map<string, LoadNode>()
  /** Modules that were known by name only when they were last looked at: libraries, or not loaded yet. */
  readonly #pending = new Map<string, { environment: GraphEnvironment; scope: string; node: EnvironmentNode }>()
  #unsent: LoadNode[] = []

  constructor(names: ModuleNames) {
    this.#names = names
  }

  get(key: string): LoadNode | undefined {
    return this.#nodes.get(key)
  }

  /** @param scope Keeps the graphs of several projects and environments apart. */
  keyOf(scope: string, id: string): string {
    return `${scope}\0${targetName(this.#names, id)}`
  }

  /** Reads what Vite's graph knows now of the modules that `ids` load, directly or not. */
  learn(environment: GraphEnvironment, scope: string, ids: readonly string[]): void {
    const work = [...this.#pending.values()]
    this.#pending.clear()
    for (const id of ids) {
      const node = environment.moduleGraph.getModuleById(id)
      if (node !== undefined) work.push({ environment, scope, node })
    }
    for (let item = work.pop(); item !== undefined; item = work.pop()) {
      const { node } = item
      if (node.id === null) continue
      const key = this.keyOf(item.scope, node.id)
      if (this.#nodes.has(key)) continue
      if (node.transformResult === null) {
        this.#pending.set(key, item)
        continue
      }
      const { fixed, dynamic } = importsOf(item.environment, node)
      const isInstrumented = this.#names.isInstrumented(node.id)
      const before = isInstrumented ? fixed : [...fixed, ...dynamic]
      const fn = isInstrumented ? `${this.#names.moduleName(cleanId(node.id))}:<module>` : undefined
      this.add({ key, fn, deps: before.map(({ id }) => this.keyOf(item.scope, id!)) })
      for (const next of [...fixed, ...dynamic]) work.push({ ...item, node: next })
    }
  }

  add(node: LoadNode): void {
    if (this.#nodes.has(node.key)) return
    this.#nodes.set(node.key, node)
    this.#unsent.push(node)
  }

  /** Names of all modules, libraries too, that were loaded in scopes beginning so. */
  modulesOf(scope: string): Set<string> {
    const names = new Set<string>()
    for (const key of this.#nodes.keys()) {
      if (key.startsWith(scope)) names.add(cleanId(key.slice(key.lastIndexOf('\0') + 1)))
    }
    return names
  }

  /** The nodes that were added since the last time. */
  takeNew(): LoadNode[] {
    const nodes = this.#unsent
    this.#unsent = []
    return nodes
  }

  clear(): void {
    this.#nodes.clear()
    this.#pending.clear()
    this.#unsent = []
  }
}

/** What a module is called in keys; virtual modules keep their id. */
export function targetName(names: Pick<ModuleNames, 'moduleName'>, id: string): string {
  return isAbsolute(id) ? names.moduleName(id) : id
}

function cleanId(id: string): string {
  const query = id.indexOf('?')
  return query === -1 ? id : id.slice(0, query)
}

/** The modules that a transformed module imports, in the order of the imports. */
function importsOf(
  environment: GraphEnvironment,
  { transformResult, importedModules = new Set() }: EnvironmentNode,
): { fixed: EnvironmentNode[]; dynamic: EnvironmentNode[] } {
  const { code, deps, dynamicDeps } = transformResult ?? {}
  if (deps === undefined && dynamicDeps === undefined) {
    const urls = code === undefined ? undefined : staticImports(code)
    const all = [...importedModules].filter(({ id }) => id !== null)
    return {
      fixed: all.filter(({ url }) => urls?.has(url) ?? true),
      dynamic: all.filter(({ url }) => urls?.has(url) === false),
    }
  }
  const find = (url: string): EnvironmentNode[] => {
    const found = findByUrl(environment, url)
    return found === undefined || found.id === null ? [] : [found]
  }
  return { fixed: (deps ?? []).flatMap(find), dynamic: (dynamicDeps ?? []).flatMap(find) }
}

/** What a module as a browser gets it imports by declarations; its graph does not tell these from `import()`. */
function staticImports(code: string): Set<string> | undefined {
  try {
    const { body } = acorn().parse(code, { ecmaVersion: 'latest', sourceType: 'module' })
    const sources = body.map((node) => ('source' in node ? node.source?.value : undefined))
    return new Set(sources.flatMap((url) => (typeof url === 'string' ? [url.replace(/[?&]t=\d+$/, '')] : [])))
  } catch {
    // Syntax that only the browser knows: nothing is lost but the place of what it imports dynamically.
    return undefined
  }
}

function findByUrl({ moduleGraph }: GraphEnvironment, url: string): EnvironmentNode | undefined {
  const bare = url.replace(/^\/@id\//, '').replace('__x00__', '\0')
  return (
    moduleGraph.urlToModuleMap.get(url) ??
    moduleGraph.urlToModuleMap.get(bare) ??
    moduleGraph.getModuleById(bare) ??
    moduleGraph.getModuleById(url.replace(/^\/@fs/, ''))
  )
}
