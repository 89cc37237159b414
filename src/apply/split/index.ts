export { chooseKept } from './choose-kept.ts'
export {
  splitCold,
  type SplitFile,
  type SplitLateFile,
  type SplitOptions,
  type SplitReport,
  type SplitResult,
} from './split.ts'
export { isLateFileName } from './file-names.ts'
export type { LateKind } from './parts.ts'
export type { KeptReason } from './plan.ts'
export type { SplitPlatform } from './runtime.ts'
export { keptByLayout, laterByLayout, type KeptByLayoutOptions } from './kept-by-layout.ts'
