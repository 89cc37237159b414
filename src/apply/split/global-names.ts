import { findBinding, type Scope } from './bindings.ts'

/** How our own text in a scope names a global object, which the file may have a variable of the same name for. */
export type GlobalName = (name: string) => string

/** The names in a scope: as they are where nothing around it declares them, else as properties of the global object. */
export function globalsIn(scope: Scope): GlobalName {
  const isFree = (name: string): boolean => findBinding(scope, name) === undefined
  // An indirect eval is sloppy code of the global scope. In parentheses, since `new` would take the call for its own.
  const object = isFree('globalThis') ? 'globalThis' : '((0,eval)("this"))'
  return (name) => (isFree(name) ? name : `${object}.${name}`)
}
