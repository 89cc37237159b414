export {
  chooseKept,
  splitCold,
  type SplitFile,
  type SplitOptions,
  type SplitReport,
  type SplitResult,
} from './split.ts'
export type { KeptReason } from './plan.ts'
export type { SplitPlatform } from './runtime.ts'
export { keptByLayout, type KeptByLayoutOptions } from './kept-by-layout.ts'
