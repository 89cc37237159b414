export { EMIT_FORMATS, type EmitFormat, emitLayout, type EmitOptions, type EmitResult } from './emit.ts'
export type { EmitRow } from './symbols.ts'
