import { setFlagsFromString } from 'node:v8'
import type { TestProject, Vitest } from 'vitest/node'

const EXPOSES_GC = /^--expose[-_]gc(?:$|[-_=])/
const COMPILER_FLAG = /^--(?:no-?)?concurrent[-_]recompilation$/
const SYNCHRONOUS = '--no-concurrent-recompilation'

/**
 * Makes V8 compile on the tests' own thread where tests can call `gc`.
 *
 * Such tests expect an object to be gone after some collections, but V8 holds closures of a function while another
 * thread compiles it. Recorded code is compiled at other times than plain code, so that now and then an object would
 * be left that a plain run collects.
 *
 * `gc` that a worker process has through its arguments or `NODE_OPTIONS` is seen; worker threads have the flags of this
 * process, and look at them when they start. A test that exposes it by itself is not seen.
 */
export function compileSynchronouslyForGc(vitest: Vitest, project: TestProject): void {
  const { config } = project
  if (/threads/i.test(config.pool)) {
    if ('gc' in globalThis) compileSynchronouslyInThreads(vitest)
    return
  }
  const { NODE_OPTIONS: nodeOptions = '' } = { ...process.env, ...vitest.config.env, ...config.env }
  const flags = [...nodeOptions.split(/\s+/), ...config.execArgv]
  if (!flags.some((flag) => EXPOSES_GC.test(flag)) || flags.some((flag) => COMPILER_FLAG.test(flag))) return
  config.execArgv = [...config.execArgv, SYNCHRONOUS]
}

function compileSynchronouslyInThreads(vitest: Vitest): void {
  if (process.execArgv.some((flag) => COMPILER_FLAG.test(flag))) return
  setFlagsFromString(SYNCHRONOUS)
  vitest.onClose(() => setFlagsFromString('--concurrent-recompilation'))
}
