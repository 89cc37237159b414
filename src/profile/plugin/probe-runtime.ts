/** Under this name in the symbol registry a program's probes are found by the profiler. */
export const PROBES = 'vitest-layout.probes'

/** Under this one a function that waits for probes: a module outside the bundle runs before the bundle does. */
export const PROBES_READY = 'vitest-layout.probes.ready'

/** The global variable that the probes of a bundle read. */
export function probeVariable(bundle: string): string {
  return `__vlp${bundle}`
}

/**
 * The module that probes call, as source: it becomes part of the user's bundle and imports nothing.
 *
 * A probe reads `__vlp.on && __vlp.p(7)`. The variable is global and never changes, whatever wrapper a bundler puts
 * around a module, and `on` is a constant of its prototype: optimising compilers of V8 take both for constants and
 * leave nothing of the probe while profiling is off. It is switched by giving the variable's object the other
 * prototype, which makes V8 throw the optimised code away and compile it anew.
 */
export function probeRuntime(bundle: string, maxProbes: number): string {
  return `const counts = new Uint32Array(${maxProbes})
const first = new Float64Array(${maxProbes})
const modules = []
const p = (i) => {
  counts[i]++ || (first[i] ||= performance.now())
}
class On {}
On.prototype.on = true
On.prototype.p = p
class Off {}
Off.prototype.on = false
Off.prototype.p = p
const probe = Object.create(On.prototype)
Object.defineProperty(globalThis, ${JSON.stringify(probeVariable(bundle))}, { value: probe, configurable: true })
const key = Symbol.for(${JSON.stringify(PROBES)})
;(globalThis[key] ??= []).push({
  counts,
  first,
  modules,
  startMs: performance.now(),
  set: (isOn) => void Object.setPrototypeOf(probe, isOn ? On.prototype : Off.prototype),
})
globalThis[Symbol.for(${JSON.stringify(PROBES_READY)})]?.()
export function register(base, module, paths) {
  modules.push([base, module, paths])
}
`
}
