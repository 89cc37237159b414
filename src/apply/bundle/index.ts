export { makeEager, type EagerChoice, type EagerOptions, type EagerReport, type EagerResult } from './eager.ts'
export { chooseByCoverage, chooseByPosition, type CoverageFunction, type CoverageScript } from './executed.ts'
export { fillCompileCache, launcherText, singleExecutableConfig, type LauncherOptions } from './compile-cache.ts'
export { fillCodePacks, packedLauncherText, packOf, type PackedFile, type PackedLauncherOptions } from './code-pack.ts'
export { readCoverage } from './coverage-files.ts'
export {
  eagerPlugin,
  type ChunkFacts,
  type EagerPlugin,
  type EagerPluginOptions,
  type SplitChunkOptions,
} from './plugin.ts'
export { chooseByLayout, EARLY_PHASES, type LayoutChoiceOptions } from './from-layout.ts'
export { layoutPlugin, type LayoutPluginOptions, type SplitColdOptions } from './layout-plugin.ts'
export { chooseByRecording, type RecordingChoiceOptions } from './from-recording.ts'
export type { ShareOptions } from './share.ts'
export { chooseByPlaces, generatedFunctions, type PlacesOptions } from './from-places.ts'
export { findFunctions, type BundleFunction, type FunctionForm, type FunctionTable } from './functions.ts'
export { isInImportCycle } from './import-cycle.ts'
export { orderDeclarations, type OrderOptions, type OrderResult } from './order.ts'
export { parseBundle, type BundleKind, type ParseBundleOptions, type ParsedBundle } from './parse.ts'
export { rankByLayout, type FunctionRanks } from './rank-by-layout.ts'
export { verifyMoves } from './verify-moves.ts'
export { verifyEdits } from './verify-edits.ts'
export {
  chooseKept,
  keptByLayout,
  laterByLayout,
  isLateFileName,
  splitCold,
  type KeptByLayoutOptions,
  type KeptReason,
  type LateKind,
  type SplitFile,
  type SplitLateFile,
  type SplitOptions,
  type SplitPlatform,
  type SplitReport,
  type SplitResult,
} from '../split/index.ts'
export {
  chunkFacts,
  modulePhases,
  phaseChunks,
  phaseChunksPlugin,
  type BuiltChunk,
  type ChunkFact,
  type ModulePhase,
  type PhaseChunkName,
  type PhaseChunksOptions,
  type PhaseChunksPlugin,
} from '../chunks/index.ts'
