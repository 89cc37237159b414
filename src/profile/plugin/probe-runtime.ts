/** Under this name in the symbol registry a program's probes are found by the profiler. */
export const PROBES = 'vitest-layout.probes'

/** Under this one a function that waits for probes: a module outside the bundle runs before the bundle does. */
export const PROBES_READY = 'vitest-layout.probes.ready'

/** Stands in the runtime's source until all modules have been seen: how many probes there are. */
export const PROBE_COUNT = '__vlpCount__'

/**
 * Probes on one object. V8 keeps an object's properties in a table of fixed places up to about a thousand of them;
 * beyond that it looks them up by hash, and its optimising compiler cannot take them for constants.
 */
const PROBES_PER_OBJECT = 512

/** What a function reads when it is called: `__vlp_0._7`, a property of a global object. */
export function probeText(bundle: string, id: number): string {
  return `${probePrefix(bundle)}${Math.floor(id / PROBES_PER_OBJECT)}._${id % PROBES_PER_OBJECT}`
}

/** How the global objects' names begin. */
export function probePrefix(bundle: string): string {
  return `__vlp${bundle}_`
}

/**
 * The module that probes call, as source: it becomes part of the user's bundle.
 *
 * A probe reads a property of a global object. While profiling is on the object is one whose prototype has a getter of
 * that name, which counts; while it is off, it is an empty object, and the result is `undefined`. The globals are
 * read-only: optimising compilers of V8 take the object for a constant, and that it lacks the property too, and leave
 * nothing of the probe. Switching deletes the global and defines it anew, which makes V8 throw away the code that
 * relies on it, but never turns it into a variable. What remains is 8 bytes of bytecode in each function: as little as
 * can be, as V8 decides by the length of its bytecode whether a function is inlined.
 *
 * @param profiler Module that profiles; it comes with the probes, whichever modules have any. undefined for none.
 */
export function probeRuntime(bundle: string, maxProbes: number, profiler: string | undefined): string {
  const head = profiler === undefined ? '' : `import ${JSON.stringify(profiler)}\n`
  return `${head}const size = typeof ${PROBE_COUNT} === 'number' ? ${PROBE_COUNT} : ${maxProbes}
const counts = new Uint32Array(size)
const first = new Float64Array(size)
const modules = []
const off = Object.freeze(new (class Off {})())
const probes = []
for (let base = 0; base < size; base += ${PROBES_PER_OBJECT}) {
  const getters = {}
  for (let i = base; i < size && i < base + ${PROBES_PER_OBJECT}; i++) {
    const get = () => {
      counts[i]++ || (first[i] ||= performance.now())
    }
    Object.defineProperty(getters, '_' + (i - base), { get, enumerable: true, configurable: true })
  }
  probes.push(Object.freeze(Object.create(getters)))
}
const set = (isOn) => {
  for (let i = 0; i < probes.length; i++) {
    const name = ${JSON.stringify(probePrefix(bundle))} + i
    delete globalThis[name]
    Object.defineProperty(globalThis, name, { value: isOn ? probes[i] : off, configurable: true })
  }
}
set(true)
;(globalThis[Symbol.for(${JSON.stringify(PROBES)})] ??= []).push({ counts, first, modules, startMs: performance.now(), set })
globalThis[Symbol.for(${JSON.stringify(PROBES_READY)})]?.()
export function register(base, module, paths) {
  modules.push([base, module, paths])
}
`
}
