export type { ParseModule } from './ast.ts'
export type { LeftAlone } from './instrument.ts'
export {
  type FoundFunction,
  type TransformedModule,
  type TransformRequest,
  transformModule,
} from './transform-module.ts'
