export { type ChainedMap, MapChain, parseMap, readMap } from './map-chain.ts'
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
export { type ParseSource, sourcePlaces } from './source-places.ts'
export { placesOfSources } from './places-of-sources.ts'
export { lineNumber, lineStarts } from './text-lines.ts'
