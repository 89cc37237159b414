export {
  recommendImports,
  type KeptModule,
  type Recommendation,
  type RecommendedSite,
  type RecommendReport,
} from './recommend.ts'
export { sourceModules, type ResolvedImport, type SourceModule, type SourceModuleOptions } from './source-modules.ts'
export type { ImportSite } from './module-imports.ts'
