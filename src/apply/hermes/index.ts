export {
  type HermesBody,
  type HermesFile,
  type HermesFunction,
  readHermesFile,
  type ReadHermesOptions,
} from './file.ts'
export { HERMES_VERSIONS } from './format.ts'
export type { PlacedPhase } from './place.ts'
export { type HermesLayout, type HermesReport, rewriteHermesBytecode, type RewriteHermesOptions } from './rewrite.ts'
export { parseHermesOrder } from './order-file.ts'
export { hermesFunctions } from './functions.ts'
export { hermesLayout, type HermesLayoutOptions } from './layout.ts'
