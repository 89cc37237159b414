export { chooseKept } from './choose-kept.ts'
export {
  splitCold,
  type SplitFile,
  type SplitOptions,
  type SplitReport,
  type SplitResult,
  type SteadyOptions,
} from './split.ts'
export { lateFileNames } from './file-names.ts'
export type { KeptReason } from './plan.ts'
export type { SplitPlatform } from './runtime.ts'
export { keptByLayout, laterByLayout, type KeptByLayoutOptions } from './kept-by-layout.ts'
