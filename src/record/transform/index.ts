export type { AstNode, ParseModule } from './ast.ts'
export { collectFunctions } from './collect-functions.ts'
export type { LeftAlone } from './instrument.ts'
export type { ModuleFunction } from './module-function.ts'
export {
  type FoundFunction,
  type TransformedModule,
  type TransformRequest,
  transformModule,
} from './transform-module.ts'
