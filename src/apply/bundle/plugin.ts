import { createHash } from 'node:crypto'
import { basename, dirname, posix, resolve } from 'node:path'

import { TraceMap } from '@jridgewell/trace-mapping'

import { chooseKept, splitCold, type SplitFile, type SplitLateFile, type SplitReport } from '../split/index.ts'
import { makeEager, type EagerChoice, type EagerReport } from './eager.ts'
import type { BundleKind } from './parse.ts'
import { urlOfName } from './url-name.ts'

/** A chunk of Rollup, Rolldown and Vite, as far as the plugin asks. */
export interface OutputChunkLike {
  readonly type: 'chunk'
  readonly fileName: string
  code: string
  map: unknown
  readonly sourcemapFileName?: string | null | undefined
  readonly imports: readonly string[]
}

export interface OutputAssetLike {
  readonly type: 'asset'
  readonly fileName: string
  source: string | Uint8Array
}

export interface OutputOptionsLike {
  readonly format?: string | undefined
  readonly dir?: string | undefined
  readonly file?: string | undefined
}

export type OutputBundleLike = Record<string, OutputChunkLike | OutputAssetLike>

/** What a chosen function needs to know of its chunk. */
export interface ChunkFacts {
  readonly fileName: string
  readonly code: string
  /** The chunk's source map, if maps are made. */
  readonly map: object | undefined
  /** Whether other chunks of the build have one; a chunk of the bundler's own helpers may have none all the same. */
  readonly isMapped: boolean
  /** Folder that the build is written to; sources in maps are relative to the map's place in it. */
  readonly directory: string
}

export interface EagerPluginOptions {
  /** Which functions of a chunk become eager; undefined leaves the chunk alone. */
  readonly choose: (chunk: ChunkFacts) => EagerChoice | undefined
  /** What the choice depends on besides the code (a layout's text): goes into the hashes of file names. */
  readonly key?: string | undefined
  readonly hintComment?: boolean | undefined
  readonly plainMethods?: boolean | undefined
  /**
   * Takes cold functions out of a chunk, into a file beside it; `keep` says which stay. Only chunks that are ES modules
   * or strict CommonJS are split.
   */
  readonly split?: SplitChunkOptions | undefined
  /** Called for each chunk that was edited. */
  readonly onReport?: ((fileName: string, report: EagerReport) => void) | undefined
}

export interface SplitChunkOptions {
  /** The functions of a chunk that stay in it; undefined leaves the chunk whole. */
  readonly keep: (chunk: ChunkFacts) => EagerChoice | undefined
  readonly minSize?: number | undefined
  /** The functions that run later, for a file of their own; undefined for one file with all that moves. */
  readonly later?: ((chunk: ChunkFacts) => EagerChoice | undefined) | undefined
  /** With `later`, most characters of what never runs in one file. */
  readonly clusterSize?: number | undefined
  readonly prefetch?: boolean | undefined
  readonly platform?: 'browser' | 'node' | undefined
  /** Called for each chunk of which something was moved. */
  readonly onReport?: ((fileName: string, report: SplitReport) => void) | undefined
}

/** What the plugin asks of the bundler while it runs. */
export interface EmitContext {
  emitFile(file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }): string
}

/** The part of a plugin that Vite 8, Rolldown and Rollup share. */
export interface EagerPlugin {
  readonly name: string
  readonly apply: 'build'
  readonly enforce: 'post'
  augmentChunkHash(): string
  readonly generateBundle: {
    readonly order: 'post'
    handler(this: EmitContext, options: OutputOptionsLike, bundle: OutputBundleLike): void
  }
}

/**
 * Plugin that makes functions of the finished chunks eager, after minification: some minifiers drop the parentheses.
 * The chunks' maps stay exact, and file names change with `key`.
 */
export function eagerPlugin(options: EagerPluginOptions): EagerPlugin {
  const digest = createHash('sha256')
    .update(JSON.stringify([options.key ?? '', options.hintComment ?? false, options.plainMethods ?? false]))
    .update(JSON.stringify(options.split ?? 'whole'))
    .digest('hex')
  return {
    name: 'vitest-layout:eager',
    apply: 'build',
    enforce: 'post',
    augmentChunkHash: () => digest,
    generateBundle: {
      order: 'post',
      handler(output, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
        const isMapped = chunks.some((chunk) => hasMap(chunk, bundle))
        for (const chunk of chunks) editChunk(chunk, bundle, output, isMapped, options, this)
      },
    },
  }
}

function editChunk(
  chunk: OutputChunkLike,
  bundle: OutputBundleLike,
  { format, dir, file }: OutputOptionsLike,
  isMapped: boolean,
  options: EagerPluginOptions,
  context: EmitContext,
): void {
  const mapText = mapOf(chunk, bundle)
  let map = mapText === undefined ? undefined : (JSON.parse(mapText) as object)
  const directory = resolve(dir ?? (file === undefined ? '.' : dirname(file)))
  const facts: ChunkFacts = { fileName: chunk.fileName, code: chunk.code, map, isMapped, directory }
  const isOther = isScript(format) || SYSTEM.test(chunk.code)
  const kind = format === 'cjs' || format === 'commonjs' ? 'commonjs' : isOther ? 'script' : 'module'
  let choose = options.choose(facts)
  const split = kind === 'script' ? undefined : splitChunk(chunk, facts, kind, options.split, context)
  if (split !== undefined) {
    if (map !== undefined) setMap(chunk, bundle, (map = { ...map, ...split.map }))
    choose &&= chooseKept(facts.code, choose, split.pieces, { kind })
  }
  if (choose === undefined) return
  const result = makeEager(chunk.code, choose, {
    file: chunk.fileName,
    kind,
    inputMap: map === undefined ? undefined : new TraceMap(map as ConstructorParameters<typeof TraceMap>[0]),
    cyclic: isInCycle(chunk.fileName, bundle),
    hintComment: options.hintComment,
    plainMethods: options.plainMethods,
  })
  chunk.code = result.code
  if (map !== undefined) setMap(chunk, bundle, { ...map, ...result.map })
  options.onReport?.(chunk.fileName, result.report)
}

/** Splits a chunk and emits the files of what moved; the chunk's code is that of the rest then. */
function splitChunk(
  chunk: OutputChunkLike,
  facts: ChunkFacts,
  kind: BundleKind,
  options: SplitChunkOptions | undefined,
  context: EmitContext,
): SplitFile | undefined {
  const keep = options?.keep(facts)
  if (keep === undefined || options === undefined) return undefined
  const { main, late, report } = splitCold(chunk.code, keep, {
    file: chunk.fileName,
    kind,
    output: chunk.fileName,
    later: options.later?.(facts),
    clusterSize: options.clusterSize,
    inputMap:
      facts.map === undefined ? undefined : new TraceMap(facts.map as ConstructorParameters<typeof TraceMap>[0]),
    minSize: options.minSize,
    prefetch: options.prefetch,
    platform: options.platform,
  })
  if (late.length === 0) return undefined
  chunk.code = main.code
  for (const file of late) emitLate(file, facts, context)
  options.onReport?.(chunk.fileName, report)
  return main
}

function emitLate(file: SplitLateFile, facts: ChunkFacts, context: EmitContext): void {
  const { code, map } = file
  const name = posix.join(posix.dirname(facts.fileName), file.name)
  const isMapNamed = /\n\/\/# sourceMappingURL=(?!data:)/.test(facts.code)
  const comment =
    facts.map !== undefined && isMapNamed ? `\n//# sourceMappingURL=${urlOfName(basename(name))}.map\n` : ''
  context.emitFile({ type: 'asset', fileName: name, source: code + comment })
  if (facts.map === undefined) return
  context.emitFile({ type: 'asset', fileName: `${name}.map`, source: JSON.stringify({ ...facts.map, ...map }) })
}

/** Plugins for old browsers make such scripts out of ES modules, whatever the format of the output says. */
const SYSTEM = /^(?:\s|\/\*[^*]*\*\/|!?\(?function\s*\(\)\s*\{|["']use strict["'];?)*System\.register\(/

function isScript(format: string | undefined): boolean {
  return format === 'iife' || format === 'umd' || format === 'system' || format === 'amd'
}

/** Whether static imports lead from a chunk back to it. */
function isInCycle(fileName: string, bundle: OutputBundleLike): boolean {
  const seen = new Set<string>()
  const open = [fileName]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const chunk = bundle[at]
    for (const next of chunk?.type === 'chunk' ? chunk.imports : []) {
      if (next === fileName) return true
      if (!seen.has(next)) {
        seen.add(next)
        open.push(next)
      }
    }
  }
  return false
}

function mapAsset(chunk: OutputChunkLike, bundle: OutputBundleLike): OutputAssetLike | undefined {
  const asset = bundle[chunk.sourcemapFileName ?? `${chunk.fileName}.map`]
  return asset?.type === 'asset' ? asset : undefined
}

function hasMap(chunk: OutputChunkLike, bundle: OutputBundleLike): boolean {
  return (chunk.map !== null && chunk.map !== undefined) || mapAsset(chunk, bundle) !== undefined
}

function mapOf(chunk: OutputChunkLike, bundle: OutputBundleLike): string | undefined {
  const asset = mapAsset(chunk, bundle)
  if (asset !== undefined) return Buffer.from(asset.source).toString()
  return chunk.map === null || chunk.map === undefined ? undefined : JSON.stringify(chunk.map)
}

/** The map stands in an asset of the bundle, on the chunk, or in the code as a data URL; each is renewed. */
function setMap(chunk: OutputChunkLike, bundle: OutputBundleLike, map: object): void {
  const text = JSON.stringify(map)
  const asset = mapAsset(chunk, bundle)
  if (asset !== undefined) asset.source = text
  if (chunk.map !== null && chunk.map !== undefined) {
    chunk.map = Object.defineProperties(
      { ...map },
      {
        toString: { value: () => text },
        toUrl: { value: () => `data:application/json;charset=utf-8;base64,${Buffer.from(text).toString('base64')}` },
      },
    ) as unknown
  }
  const inline = /(\n\/\/# sourceMappingURL=data:application\/json[^,\n]*;base64,)[\w+/=]+(\s*)$/.exec(chunk.code)
  if (inline !== null) {
    const encoded = Buffer.from(text).toString('base64')
    chunk.code = `${chunk.code.slice(0, inline.index)}${inline[1]}${encoded}${inline[2]}`
  }
}
