import { withoutInserted } from './inserted-text.ts'

/**
 * Makes `Function.prototype.toString` of this realm give functions without their probes: to snapshots, and to code
 * that sends functions elsewhere. It says of itself that it is native, as the original does.
 */
export function hideProbes(prototype: { toString: () => string } = Function.prototype): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with the caller's own `this`
  const original = prototype.toString
  // A method: like the original it has no prototype and cannot be constructed.
  // oxlint-disable-next-line typescript/unbound-method -- gets its `this` from the caller
  const { toString } = {
    toString(this: unknown): string {
      return withoutInserted(Reflect.apply(original, this === toString ? original : this, []))
    },
  }
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'toString')
  Object.defineProperty(prototype, 'toString', { ...descriptor, value: toString })
}
