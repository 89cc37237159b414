/** A chunk of Rollup, Rolldown and Vite, as far as this asks. */
export interface BuiltChunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly name: string
  readonly code: string
  readonly isEntry: boolean
  readonly imports: readonly string[]
  readonly moduleIds: readonly string[]
}

export interface ChunkFact {
  readonly fileName: string
  readonly name: string
  /** UTF-8 bytes. */
  readonly bytes: number
  /** An entry loads it by static imports: it comes before the first frame, whatever is in it. */
  readonly isFirstLoad: boolean
  /** Chunks that import each other, this one among them; empty for none. */
  readonly cycle: readonly string[]
  readonly importedBy: readonly string[]
}

/** What static imports make of the chunks of a build. */
export function chunkFacts(chunks: readonly BuiltChunk[]): ChunkFact[] {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const reach = (from: readonly string[]): Set<string> => {
    const seen = new Set<string>()
    const open = [...from]
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      if (seen.has(file)) continue
      seen.add(file)
      for (const next of byFile.get(file)?.imports ?? []) if (byFile.has(next)) open.push(next)
    }
    return seen
  }
  const first = reach(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  const reached = new Map(chunks.map(({ fileName, imports }) => [fileName, reach(imports)]))
  return chunks.map(({ fileName, name, code }) => ({
    fileName,
    name,
    bytes: Buffer.byteLength(code),
    isFirstLoad: first.has(fileName),
    cycle: [...reached.get(fileName)!]
      .filter((other) => reached.get(other)?.has(fileName) === true && reached.get(fileName)!.has(fileName))
      .sort(),
    importedBy: chunks
      .filter(({ imports }) => imports.includes(fileName))
      .map((chunk) => chunk.fileName)
      .sort(),
  }))
}
