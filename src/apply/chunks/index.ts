export { chunkFacts, type BuiltChunk, type ChunkFact } from './chunk-facts.ts'
export { modulePhases, type ModulePhase } from './module-phases.ts'
export {
  phaseChunks,
  phaseChunksPlugin,
  type PhaseChunkName,
  type PhaseChunksOptions,
  type PhaseChunksPlugin,
} from './phase-chunks.ts'
