export { LayoutError, type LayoutErrorOptions, type SourcePlace } from './errors.ts'
export type { LayoutOptions, ReporterOptions, ScenarioMeta } from './options.ts'
export { layout } from './record/index.ts'
