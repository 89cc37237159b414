import type { LayoutPhase } from '../../model/index.ts'
import type { SourceModule } from './source-modules.ts'

/** A static import that keeps a module on the way to the first frame. */
export interface RecommendedSite {
  readonly module: string
  readonly line: number
  readonly kind: 'import' | 're-export' | 'side-effect'
  /** Line where the importer uses it while it loads: that use must move into a function first. */
  readonly usedAtLoad: number | undefined
}

export interface Recommendation {
  readonly module: string
  /** Bytes of the module itself in the built file. */
  readonly bytes: number
  /** Bytes that leave the first load when all sites become `import()`: the module, and what it alone keeps. */
  readonly saves: number
  /** What leaves with it. */
  readonly alsoLeaves: readonly { readonly module: string; readonly bytes: number }[]
  /** Statically imported modules of it that stay, since others import them. */
  readonly stays: readonly string[]
  readonly sites: readonly RecommendedSite[]
  /** Functions of it and the phases they are in; none is early. */
  readonly functions: number
  readonly phases: Readonly<Partial<Record<LayoutPhase, number>>>
  /** Lines at which it does something while it loads, which would then happen later. */
  readonly effects: readonly number[]
}

export interface KeptModule {
  readonly module: string
  readonly bytes: number
  readonly reason: string
}

export interface RecommendReport {
  /** Bytes of the built file. */
  readonly bytes: number
  /** Of these, what comes from modules that the layout knows, and of them from ones of which nothing runs early. */
  readonly knownBytes: number
  readonly coldBytes: number
  readonly recommendations: readonly Recommendation[]
  /** Bytes that leave when all recommendations are followed: more than their sum where two keep a third. */
  readonly savesTogether: number
  /** Modules of which nothing runs early, and that cannot go. */
  readonly kept: readonly KeptModule[]
}

/**
 * Modules of a built file that start-up imports statically and of which no function runs before the first frame, with
 * what an `import()` in their place would take out of the first load.
 */
export function recommendImports(modules: readonly SourceModule[], bytes: number): RecommendReport {
  const byName = new Map(modules.map((module) => [module.name, module]))
  const importers = new Map<string, SourceModule[]>()
  for (const module of modules) {
    for (const { target, kind } of module.imports) {
      if (target !== undefined && kind !== 'dynamic') importers.set(target, [...(importers.get(target) ?? []), module])
    }
  }
  const roots = rootsOf(modules, importers)
  const all = reach(roots, byName, new Set())
  const cold = modules.filter((module) => isCold(module) && all.has(module.name))
  const recommendations: Recommendation[] = []
  const kept: KeptModule[] = []
  for (const module of cold) {
    if (roots.has(module.name)) {
      kept.push({
        module: module.name,
        bytes: module.bytes,
        reason: 'no import of it was found: loading may begin with it',
      })
      continue
    }
    const left = leaving(all, reach(roots, byName, new Set([module.name])), byName)
    const early = left.find((other) => other !== module && other.early > 0)
    if (early !== undefined) {
      kept.push({
        module: module.name,
        bytes: module.bytes,
        reason: `${early.name} runs early and is imported through it alone`,
      })
      continue
    }
    recommendations.push(describe(module, left, importers.get(module.name) ?? [], all))
  }
  // What leaves with another one needs no advice of its own.
  const inner = new Set(recommendations.flatMap(({ alsoLeaves }) => alsoLeaves.map(({ module }) => module)))
  const outer = recommendations.filter(({ module }) => !inner.has(module))
  outer.sort((a, b) => b.saves - a.saves || (a.module < b.module ? -1 : 1))
  kept.sort((a, b) => b.bytes - a.bytes || (a.module < b.module ? -1 : 1))
  const together = leaving(all, reach(roots, byName, new Set(outer.map(({ module }) => module))), byName)
  const known = modules.filter(({ isKnown }) => isKnown)
  return {
    bytes,
    knownBytes: sum(known),
    coldBytes: sum(known.filter(isCold)),
    recommendations: outer,
    savesTogether: sum(together),
    kept,
  }
}

/** It has functions, and the layout has none of them early. */
function isCold({ isKnown, functions, early }: SourceModule): boolean {
  return isKnown && functions > 0 && early === 0
}

/** Modules that no other one imports; in a cycle that nothing else imports, the first one of its module list. */
function rootsOf(
  modules: readonly SourceModule[],
  importers: ReadonlyMap<string, readonly SourceModule[]>,
): Set<string> {
  const roots = new Set(modules.filter(({ name }) => !importers.has(name)).map(({ name }) => name))
  const byName = new Map(modules.map((module) => [module.name, module]))
  const seen = reach(roots, byName, new Set())
  // A bundler writes a module behind what it imports: of those left over, the last one is where loading began.
  for (const { name } of modules.toReversed()) {
    if (seen.has(name)) continue
    roots.add(name)
    for (const found of reach(new Set([name]), byName, new Set())) seen.add(found)
  }
  return roots
}

/** Modules that static imports lead to from the roots, but not through the ones that are cut. */
function reach(
  roots: ReadonlySet<string>,
  byName: ReadonlyMap<string, SourceModule>,
  cut: ReadonlySet<string>,
): Set<string> {
  const seen = new Set<string>()
  const open = [...roots].filter((name) => !cut.has(name))
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    for (const { target, kind } of byName.get(name)?.imports ?? []) {
      if (target !== undefined && kind !== 'dynamic' && !cut.has(target) && byName.has(target)) open.push(target)
    }
  }
  return seen
}

function leaving(
  all: ReadonlySet<string>,
  rest: ReadonlySet<string>,
  byName: ReadonlyMap<string, SourceModule>,
): SourceModule[] {
  return [...all].filter((name) => !rest.has(name)).map((name) => byName.get(name)!)
}

function describe(
  module: SourceModule,
  left: readonly SourceModule[],
  importers: readonly SourceModule[],
  all: ReadonlySet<string>,
): Recommendation {
  const gone = new Set(left.map(({ name }) => name))
  const also = left.filter((other) => other !== module).map(({ name, bytes }) => ({ module: name, bytes }))
  const targets = new Set(
    module.imports.flatMap(({ target, kind }) => (target === undefined || kind === 'dynamic' ? [] : [target])),
  )
  const sites: RecommendedSite[] = []
  for (const importer of new Set(importers)) {
    for (const { target, kind, line, usedAtLoad } of importer.imports) {
      if (target === module.name && kind !== 'dynamic') sites.push({ module: importer.name, line, kind, usedAtLoad })
    }
  }
  return {
    module: module.name,
    bytes: module.bytes,
    saves: sum(left),
    alsoLeaves: also.sort((a, b) => b.bytes - a.bytes || (a.module < b.module ? -1 : 1)),
    stays: [...targets].filter((name) => all.has(name) && !gone.has(name)).sort(),
    sites: sites.sort((a, b) => (a.module < b.module ? -1 : a.module > b.module ? 1 : a.line - b.line)),
    functions: module.functions,
    phases: module.phases,
    effects: module.effects,
  }
}

function sum(modules: readonly SourceModule[]): number {
  return modules.reduce((total, { bytes }) => total + bytes, 0)
}
