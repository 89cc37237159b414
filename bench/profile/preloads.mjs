// What of source (b) costs a server's start: `node bench/profile/preloads.mjs [rounds]`, after `run.mjs` has built it.
// Each preload does one thing of what `register` does; printed is the CPU until the server is ready.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { out } from './build.mjs'
import { NODE_FLAGS } from './processes.mjs'
import { quantile } from './table.mjs'

const SESSION = `import { Session } from 'node:inspector'
globalThis.session = new Session(); session.connect(); session.post('Profiler.enable');`
const COUNT = `${SESSION} session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });`
const READ = `session.post('Profiler.takePreciseCoverage', () => {})`
const PRELOADS = {
  nothing: undefined,
  'an empty module': ';',
  'imports, an observer': `import 'node:inspector'; import 'node:worker_threads'; import { PerformanceObserver } from 'node:perf_hooks';
    new PerformanceObserver(() => {}).observe({ entryTypes: ['mark'] })`,
  'a session': SESSION,
  'V8 counting': COUNT,
  'V8 counting, two readings': `${COUNT} setTimeout(() => ${READ}, 50); setTimeout(() => ${READ}, 100)`,
  'an empty thread': `import { Worker } from 'node:worker_threads'
    new Worker('setTimeout(() => {}, 1e6)', { eval: true, execArgv: [], env: {} }).unref()`,
  'all of register': pathToFileURL(join(out, 'profiler/register.mjs')).href,
}

const cpus = {}
for (let round = 0; round < Number(process.argv[2] ?? 10); round++) {
  for (const [name, source] of Object.entries(PRELOADS).sort(() => Math.random() - 0.5)) {
    const url = source?.startsWith('file:') ? source : `data:text/javascript,${encodeURIComponent(source)}`
    const child = fork(join(out, 'server/plain/main.mjs'), [], {
      execArgv: [...NODE_FLAGS, ...(source === undefined ? [] : ['--import', url])],
      env: { ...process.env, NODE_OPTIONS: '', VITEST_LAYOUT_FEEDBACK: join(out, 'feedback.sdn') },
    })
    const [{ cpu }] = await once(child, 'message')
    ;(cpus[name] ??= []).push((cpu.user + cpu.system) / 1000)
    child.send('stop')
    await once(child, 'exit')
  }
}
const quiet = (name) => quantile(cpus[name], 0.25)
for (const name of Object.keys(PRELOADS)) {
  console.log(
    `${name.padEnd(28)} ${quiet(name).toFixed(0).padStart(4)} ms  ${(quiet(name) / quiet('nothing')).toFixed(2)}`,
  )
}
