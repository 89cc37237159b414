// The measured programs as child processes.
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { out, project } from './build.mjs'

/** A process that says nothing for so long is taken to hang. */
export const ANSWER_MS = 60_000
/**
 * The same for all variants. Helper threads of the garbage collector spin while they wait for each other, and how long
 * depends on what else runs: with them equal work takes a fourth more CPU, now and then.
 */
export const NODE_FLAGS = ['--single-threaded-gc', '--min-semi-space-size=32', '--hash-seed=1', '--random-seed=1']

/** The first burst comes while the program warms up: what is measured after it has been through all there is. */
const FIRST_BURST_MS = '100'
/** What the parser reads. */
const PARSED = join(project, 'node_modules/acorn/dist/acorn.mjs')

const preload = ['--import', pathToFileURL(join(out, 'profiler/register.mjs')).href]

/** What is left when V8 has not been through a burst. */
const NO_BURSTS = { VITEST_LAYOUT_FIRST_BURST: '1000000000' }

export const VARIANTS = {
  plain: { build: 'plain' },
  'plain again': { build: 'plain' },
  'a: lowOverhead': { build: 'probes', env: { VITEST_LAYOUT_PROFILE: 'lowOverhead' } },
  'a: default': { build: 'probes' },
  'a: highResolution': { build: 'probes', env: { VITEST_LAYOUT_PROFILE: 'highResolution' } },
  'b: default': { build: 'plain', execArgv: preload },
  'a: no burst yet': { build: 'probes', env: NO_BURSTS },
  'b: no burst yet': { build: 'plain', execArgv: preload, env: NO_BURSTS },
}

/** Starts a program; resolves when it is ready, with the CPU (microseconds) and the time (milliseconds) it took for that. */
export async function start(program, name, firstBurst = FIRST_BURST_MS) {
  const { build, execArgv = [], env = {} } = VARIANTS[name]
  const feedback = join(out, 'feedback', `${program}-%p.sdn`)
  const begun = performance.now()
  const child = fork(join(out, program, build, 'main.mjs'), [PARSED], {
    execArgv: [...NODE_FLAGS, ...execArgv],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      VITEST_LAYOUT_FEEDBACK: feedback,
      VITEST_LAYOUT_FIRST_BURST: firstBurst,
      ...env,
    },
  })
  const { port, cpu } = await answer(child)
  return { child, port, startCpu: cpu.user + cpu.system, startMs: performance.now() - begun }
}

/** Has a process, all its threads, run on these processors only, where the system can do that. */
export function pin(pid, processors) {
  spawnSync('taskset', ['-acp', processors, String(pid)], { stdio: 'ignore' })
}

export async function stop({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const killer = setTimeout(() => child.kill('SIGKILL'), ANSWER_MS)
  if (child.connected) child.send('stop')
  await once(child, 'exit')
  clearTimeout(killer)
}

/** The next message of a process; an error where it ends or hangs instead. */
export function answer(child) {
  return new Promise((resolve, reject) => {
    const settle = (done, value) => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit)
      done(value)
    }
    const onMessage = (message) => settle(resolve, message)
    const onExit = (code, signal) => settle(reject, new Error(`the process ended (${signal ?? code})`))
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      settle(reject, new Error(`no answer in ${ANSWER_MS / 1000} s`))
    }, ANSWER_MS)
    child.on('message', onMessage).on('exit', onExit)
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode)
  })
}

/** CPU of the process so far, all its threads, microseconds. */
export async function cpuOf({ child }) {
  child.send('cpu')
  const { cpu } = await answer(child)
  return cpu.user + cpu.system
}
