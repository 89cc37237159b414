import { dirname, relative, resolve } from 'node:path'

import { LayoutError } from '../../errors.ts'
import { LayoutConfig, type LayoutPhase, parsePhase } from '../../model/index.ts'
import { chunkFacts, type BuiltChunk, type ChunkFact } from './chunk-facts.ts'
import { modulePhases } from './module-phases.ts'

export interface PhaseChunksOptions {
  /**
   * Path of the layout.
   *
   * @default 'layout.sdn'
   */
  readonly layout?: string | undefined
  /** Folder that the layout's modules are relative to. Default: the layout's. */
  readonly root?: string | undefined
  /** Phases whose modules get a chunk of their own. Default: all. */
  readonly phases?: readonly LayoutPhase[] | undefined
  /**
   * Least bytes of a phase's recorded functions for a chunk of its own.
   *
   * @default 0
   */
  readonly least?: number | undefined
  /**
   * What to do when the chunks import each other, under Rollup: modules of such chunks may run in another order.
   * Rolldown and Vite are told to keep the order (`strictExecutionOrder`).
   *
   * @default 'error'
   */
  readonly cycles?: 'error' | 'warn' | undefined
  /** Called with the chunks of each output. */
  readonly onReport?: ((chunks: readonly ChunkFact[]) => void) | undefined
}

/** Name of the chunk for a module, by its id; undefined where the layout says nothing. */
export type PhaseChunkName = (id: string) => string | undefined

const CHUNK_NAMES: Readonly<Record<LayoutPhase, string>> = {
  startup: 'startup',
  first_frame: 'first-frame',
  steady: 'steady',
  cold: 'cold',
}

/**
 * The chunk that each module belongs in by its phase: for Rollup's `output.manualChunks`, and for the `name` of a group
 * of `output.codeSplitting` in Rolldown and Vite 8 (with `includeDependenciesRecursively: false`, else the first group
 * takes all that it imports).
 */
export function phaseChunks(
  layout: LayoutConfig,
  options: Pick<PhaseChunksOptions, 'phases' | 'least'> & { readonly root: string },
): PhaseChunkName {
  const modules = modulePhases(layout)
  const sizes = new Map<LayoutPhase, number>()
  for (const { phase, bytes } of modules.values()) {
    sizes.set(phase, (sizes.get(phase) ?? 0) + Object.values(bytes).reduce((sum, size) => sum + size, 0))
  }
  return (id) => {
    const path = relative(options.root, id.replace(/[?#].*$/, '')).replaceAll('\\', '/')
    const phase = modules.get(path)?.phase
    if (phase === undefined || options.phases?.includes(phase) === false) return undefined
    return (sizes.get(phase) ?? 0) < (options.least ?? 0) ? undefined : CHUNK_NAMES[phase]
  }
}

interface PluginContext {
  /** Rollup has the second of them only, Rolldown both. */
  readonly meta: { readonly rolldownVersion?: string | undefined; readonly rollupVersion?: string | undefined }
  warn(message: string): void
}

interface OutputOptions {
  readonly codeSplitting?: unknown
  readonly manualChunks?: unknown
}

type ManualChunks = (id: string, api: unknown) => string | null | undefined

/** The part of a plugin that Vite 8, Rolldown and Rollup share. */
export interface PhaseChunksPlugin {
  readonly name: string
  readonly apply: 'build'
  // Of whatever type each bundler has for its options.
  options<T extends object>(this: PluginContext, options: T): T | null
  outputOptions<T extends object>(this: PluginContext, options: T): T
  generateBundle(
    this: PluginContext,
    options: unknown,
    bundle: Record<string, BuiltChunk | { readonly type: 'asset' }>,
  ): void
}

/**
 * Plugin for Vite 8, Rolldown and Rollup: modules go into chunks by the phase that a layout has them in. It says where
 * that cannot help: a chunk that an entry imports statically is loaded before the first frame, whatever its name.
 *
 * @throws LayoutError when the layout cannot be read, `UNKNOWN_PHASE`; in the build `CHUNK_CYCLE` under Rollup
 */
export function phaseChunksPlugin(options: PhaseChunksOptions = {}): PhaseChunksPlugin {
  const path = resolve(options.layout ?? 'layout.sdn')
  const layout = LayoutConfig.fromFile(path)
  const root = options.root === undefined ? dirname(path) : resolve(options.root)
  for (const phase of options.phases ?? []) parsePhase(phase)
  const nameOf = phaseChunks(layout, { root, phases: options.phases, least: options.least })
  return {
    name: 'vitest-layout:chunks',
    apply: 'build',
    options(input) {
      const { preserveEntrySignatures } = input as { preserveEntrySignatures?: unknown }
      // Rolldown wants one of these for groups that leave out what their modules import; Vite sets another for libraries.
      const isFine = preserveEntrySignatures === false || preserveEntrySignatures === 'allow-extension'
      if (this.meta.rolldownVersion === undefined || isFine) return null
      return { ...input, preserveEntrySignatures: 'allow-extension' }
    },
    outputOptions(output) {
      const { manualChunks, codeSplitting, ...others } = output as OutputOptions
      // What the user says himself comes first.
      const chunkOf = (id: string, api: unknown): string | null =>
        (typeof manualChunks === 'function' ? (manualChunks as ManualChunks)(id, api) : undefined) ?? nameOf(id) ?? null
      if (this.meta.rolldownVersion === undefined) {
        return { ...output, onlyExplicitManualChunks: true, manualChunks: chunkOf }
      }
      const own = typeof codeSplitting === 'object' && codeSplitting !== null ? codeSplitting : {}
      const groups = 'groups' in own && Array.isArray(own.groups) ? (own.groups as unknown[]) : []
      // Rolldown has no place for `manualChunks` beside groups.
      return {
        ...others,
        strictExecutionOrder: true,
        codeSplitting: { includeDependenciesRecursively: false, ...own, groups: [...groups, { name: chunkOf }] },
      } as typeof output
    },
    generateBundle(_output, bundle) {
      const chunks = Object.values(bundle).filter((file): file is BuiltChunk => file.type === 'chunk')
      const facts = chunkFacts(chunks)
      options.onReport?.(facts)
      for (const [index, fact] of facts.entries()) {
        const late = chunks[index]!.moduleIds.map(nameOf).find((name) => name === 'cold' || name === 'steady')
        if (fact.name === late && fact.isFirstLoad) {
          this.warn(
            `${fact.fileName} (${fact.bytes} bytes) holds modules that run after the first frame, and ` +
              `${fact.importedBy.join(', ')} imports it statically: it is loaded before the first frame all the same. ` +
              'Only import() helps: `vitest-layout recommend` lists where.',
          )
        }
      }
      const cycle = facts.find((fact) => fact.cycle.length > 1)?.cycle
      if (cycle === undefined) return
      const message = `the chunks ${cycle.join(', ')} import each other`
      if (this.meta.rolldownVersion === undefined && options.cycles !== 'warn') {
        throw new LayoutError('CHUNK_CYCLE', `${message}; their modules may run in another order.`, {
          hint: 'Leave out a phase (`phases`), use import() between them, or take the risk with `cycles: "warn"`.',
        })
      }
      this.warn(`${message}.`)
    },
  }
}
