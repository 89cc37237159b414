/** Under this name in the symbol registry a bundle's probes are found by the profiler. */
export const PROBES = 'vitest-layout.probes'

/**
 * The module that probes call, as source: it becomes part of the user's bundle and imports nothing.
 *
 * A probe reads `$.on&&$.p(7)`. `$` never changes and `on` is a constant of its prototype, so optimising compilers
 * of V8 take both for constants and leave nothing of the probe while profiling is off. It is switched by
 * giving `$` the other prototype, which makes V8 throw the optimised code away and compile it anew.
 */
export function probeRuntime(maxProbes: number): string {
  return `const counts = new Uint32Array(${maxProbes})
const first = new Float64Array(${maxProbes})
const modules = []
function p(i) {
  counts[i]++ || (first[i] ||= performance.now())
}
class On {}
On.prototype.on = true
On.prototype.p = p
class Off {}
Off.prototype.on = false
Off.prototype.p = p
export const $ = Object.create(On.prototype)
export function n(base, module, paths) {
  modules.push([base, module, paths])
}
const key = Symbol.for(${JSON.stringify(PROBES)})
;(globalThis[key] ??= []).push({
  counts,
  first,
  modules,
  startMs: performance.now(),
  set: (isOn) => void Object.setPrototypeOf($, isOn ? On.prototype : Off.prototype),
})
`
}
