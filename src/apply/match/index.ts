export { type ChainedMap, MapChain, readMap } from './map-chain.ts'
export {
  type FunctionMatch,
  type MatchedPair,
  matchFunctions,
  type MatchOptions,
  type UnmatchedFunction,
  type UnmatchedReason,
} from './match.ts'
export { ModuleNames } from './module-names.ts'
export type { GeneratedFunction, OriginalPlace, RecordedPlace, TextPlace } from './place.ts'
