import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, isAbsolute, posix, resolve } from 'node:path'

import { isFile } from '../../files/index.ts'
import { splitFunctionName, type LayoutConfig, type LayoutPhase } from '../../model/index.ts'
import { type ChainedMap, MapChain, ModuleNames, placesOfSources } from '../match/index.ts'
import { remapped } from '../bundle/chained-map.ts'
import { EARLY_PHASES } from '../bundle/from-layout.ts'
import type { SyntaxNode } from '../bundle/syntax.ts'
import { moduleFacts, type ImportSite } from './module-imports.ts'
import { bytesBySource } from './source-bytes.ts'

export interface ResolvedImport extends ImportSite {
  /** Name of the module that it leads to, where that is in the built file. */
  readonly target: string | undefined
}

/** A module of the sources that is in a built file. */
export interface SourceModule {
  /** Its name in the layout; for others, its path relative to the root, or as the map has it. */
  readonly name: string
  readonly bytes: number
  /** Whether the layout has functions of it. */
  readonly isKnown: boolean
  /** Functions besides its own top level, and those of them in an early phase. */
  readonly functions: number
  readonly early: number
  readonly phases: Readonly<Partial<Record<LayoutPhase, number>>>
  readonly imports: readonly ResolvedImport[]
  readonly effects: readonly number[]
}

export interface SourceModuleOptions {
  readonly code: string
  /** Maps of the built file, that of the last step first. */
  readonly maps: readonly ChainedMap[]
  readonly layout: LayoutConfig
  /** Folder that the layout's modules are relative to. */
  readonly root: string
  /** Phases that count as before the first frame. Default: `startup` and `first_frame`. */
  readonly phases?: ReadonlySet<LayoutPhase> | undefined
}

/** The modules that a built file was made of, in the order of its map; and those whose text was missing or did not parse. */
export function sourceModules(options: SourceModuleOptions): { modules: SourceModule[]; unread: string[] } {
  const { code, maps, layout, root, phases = EARLY_PHASES } = options
  const chain = new MapChain(maps)
  const recorded = new Map<string, string[]>()
  for (const { name } of layout.recorded) {
    const { module } = splitFunctionName(name)
    if (module !== '') recorded.set(module, [...(recorded.get(module) ?? []), name])
  }
  const finder = new ModuleNames(recorded.keys(), root)
  const sizes = bytesBySource(code, remapped(maps)!)
  const { places } = placesOfSources(
    maps,
    layout.recorded.map(({ name }) => name),
    root,
  )
  const functions = new Map<string, string[]>()
  for (const { module, name } of places) functions.set(module, [...(functions.get(module) ?? []), name])

  const names = new Map<string, string>()
  for (const source of chain.sources) names.set(source, finder.find(source) ?? relativeName(source, root))
  const paths = new Map(chain.sources.map((source) => [pathOf(source), names.get(source)!]))
  const parse = findParser()
  const modules: SourceModule[] = []
  const unread: string[] = []
  const sources = [...chain.sources]
  // Modules that only pass names on leave nothing in the built file; they are followed all the same.
  const addFromDisk = (path: string): string => {
    const name = finder.find(path) ?? relativeName(path, root)
    names.set(path, name)
    paths.set(pathOf(path), name)
    sources.push(path)
    return name
  }
  for (let index = 0; index < sources.length; index++) {
    const source = sources[index]!
    const name = names.get(source)!
    const text = chain.contentOf(source) ?? textOf([source, resolve(root, name)])
    const facts = text === undefined ? undefined : factsOf(parse, source, text)
    if (facts === undefined) unread.push(name)
    const own = (functions.get(name) ?? recorded.get(name) ?? []).filter((fn) => !fn.endsWith(':<module>'))
    const counts: Partial<Record<LayoutPhase, number>> = {}
    for (const fn of own) {
      const { phase } = layout.explainPhase(fn)
      counts[phase] = (counts[phase] ?? 0) + 1
    }
    modules.push({
      name,
      bytes: sizes.get(source) ?? 0,
      isKnown: recorded.has(name),
      functions: own.length,
      early: Object.entries(counts).reduce(
        (sum, [phase, count]) => sum + (phases.has(phase as LayoutPhase) ? count : 0),
        0,
      ),
      phases: counts,
      imports: resolved(
        facts?.imports ?? [],
        (specifier) => targetOf(specifier, source, paths) ?? targetOnDisk(specifier, source, addFromDisk),
      ),
      effects: facts?.effects ?? [],
    })
  }
  return { modules, unread }
}

function resolved(sites: readonly ImportSite[], find: (specifier: string) => string | undefined): ResolvedImport[] {
  const found: ResolvedImport[] = []
  for (const site of sites) found.push({ ...site, target: find(site.specifier) })
  return found
}

const EXTENSIONS = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.vue',
  '.svelte',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.mjs',
]

/** The module that a specifier means, among those of the built file: by its path, or by its package's folder. */
function targetOf(specifier: string, from: string, paths: ReadonlyMap<string, string>): string | undefined {
  if (specifier.startsWith('.')) {
    const base = posix.normalize(posix.join(posix.dirname(pathOf(from)), specifier))
    // `./a.js` may be written for `./a.ts`.
    const bases = [base, base.replace(/\.([cm]?)js(x?)$/, '.$1ts$2'), base.replace(/\.[cm]?jsx?$/, '')]
    for (const candidate of bases) {
      for (const extension of EXTENSIONS) {
        const found = paths.get(candidate + extension)
        if (found !== undefined) return found
      }
    }
    return undefined
  }
  const folder = `/node_modules/${specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')}/`
  const inPackage = [...paths].filter(([path]) => `/${path}`.includes(folder))
  const entry = inPackage.find(([path]) =>
    EXTENSIONS.some((extension) => `/${path}`.endsWith(`/node_modules/${specifier}${extension}`)),
  )
  // A bundler writes a module behind what it imports: the package's entry is its last one.
  if (inPackage.length > 0) return entry?.[1] ?? inPackage.at(-1)?.[1]
  // An alias, such as `@/editor`: by its tail, if one module alone has it.
  const tail = specifier.replace(/^[@~#]?\//, '')
  const ends = [...paths].filter(([path]) =>
    EXTENSIONS.some((extension) => `/${path}`.endsWith(`/${tail}${extension}`)),
  )
  return ends.length === 1 ? ends[0]![1] : undefined
}

function targetOnDisk(specifier: string, from: string, add: (path: string) => string): string | undefined {
  if (!specifier.startsWith('.') || !isAbsolute(from)) return undefined
  const base = resolve(dirname(from), specifier)
  const candidates = EXTENSIONS.flatMap((extension) => [
    base + extension,
    base.replace(/\.([cm]?)js(x?)$/, '.$1ts$2') + extension,
  ])
  const found = candidates.find(isFile)
  return found === undefined ? undefined : add(found)
}

function pathOf(source: string): string {
  return posix.normalize(
    source
      .replace(/[?#].*$/, '')
      .replace(/^[a-z][a-z+.-]+:\/\/[^/]*\//i, '')
      .replaceAll('\\', '/'),
  )
}

function relativeName(source: string, root: string): string {
  const prefix = `${root.replaceAll('\\', '/')}/`
  return source.startsWith(prefix) ? source.slice(prefix.length) : source
}

function textOf(paths: readonly string[]): string | undefined {
  const path = paths.find((candidate) => existsSync(candidate))
  return path === undefined ? undefined : readFileSync(path, 'utf8')
}

type Parser = (code: string, options: { lang: string }) => SyntaxNode

function factsOf(parse: Parser, source: string, text: string): ReturnType<typeof moduleFacts> | undefined {
  const extension = extname(pathOf(source))
  const lang = /^\.[cm]?ts$/.test(extension) ? 'ts' : extension === '.tsx' ? 'tsx' : 'jsx'
  try {
    return moduleFacts(parse(text, { lang }), text)
  } catch {
    return undefined
  }
}

/** Vite comes with Vitest; it is asked for only here, so that the command line starts without it. */
function findParser(): Parser {
  const fromVitest = createRequire(createRequire(import.meta.url).resolve('vitest/package.json'))
  return (fromVitest('vite') as { parseAst: Parser }).parseAst
}
