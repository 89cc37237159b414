import { type ProbeConfig, DEFAULT_PROBE_CONFIG } from './config.ts'
import { hideProbes } from './function-text.ts'
import { type Probe, createProbe } from './probe.ts'
import { watchMarks } from './watch-marks.ts'

/** Where the probe of a realm lies: module copies, test files and reloads of this module all meet there. */
const PROBE_KEY: unique symbol = Symbol.for('vitest-layout.probe') as never

interface Realm {
  [PROBE_KEY]?: Probe
}

/** The probe of this realm; made and put in place on the first call. Instrumented code may run from then on. */
export function installProbe(config?: ProbeConfig): Probe {
  const realm = globalThis as Realm
  const found = realm[PROBE_KEY]
  if (found !== undefined) {
    if (config !== undefined) found.configure(config)
    return found
  }
  const probe = createProbe(config ?? DEFAULT_PROBE_CONFIG)
  const define = (key: PropertyKey, value: unknown): void => {
    // Constant for the compiler, invisible to code that lists globals.
    Object.defineProperty(globalThis, key, { value, enumerable: false, configurable: false, writable: false })
  }
  for (const [name, value] of Object.entries(probe.globals)) define(name, value)
  define(PROBE_KEY, probe)
  hideProbes()
  watchMarks(probe, config ?? DEFAULT_PROBE_CONFIG)
  return probe
}

/** The probe of this realm, if one records. */
export function findProbe(): Probe | undefined {
  return (globalThis as Realm)[PROBE_KEY]
}
