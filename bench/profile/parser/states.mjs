// Takes the parser through states of V8 at given points of its work rather than at given times, so that every run is
// the same: `node states.mjs MAIN FIRST FILE STEP...`, where a step is `load` (parses the first file too), a number of
// parses of the other file, or one of the names below.
import { Session } from 'node:inspector'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const [main, first, file, ...steps] = process.argv.slice(2)
const session = new Session()
const switchProbes = (isOn) => {
  for (const probes of globalThis[Symbol.for('vitest-layout.probes')]) probes.set(isOn)
}
const STEPS = {
  count() {
    session.connect()
    session.post('Profiler.enable')
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  },
  read() {
    session.post('Profiler.takePreciseCoverage', () => {})
  },
  'stop counting'() {
    session.post('Profiler.stopPreciseCoverage')
    session.disconnect()
  },
  'probes on': () => switchProbes(true),
  'probes off': () => switchProbes(false),
}

// What the program would tell the process that started it.
process.send = () => {}
process.argv[2] = first
let parse
for (const step of steps) {
  if (step === 'load') {
    await import(pathToFileURL(main).href)
    parse = process.listeners('message').at(-1)
  } else if (step in STEPS) STEPS[step]()
  else parse({ file, rounds: Number(step) })
}
process.exit()
