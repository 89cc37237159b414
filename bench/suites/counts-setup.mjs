// Runs in the worker, after the recorder's own setup file and before the suite's: V8 counts the very run that the
// probes count, function by function. The probe in a function's text says which slot it is, so nothing is guessed.
import { Session } from 'node:inspector'
import { aroundAll } from 'vitest'

const KEY = Symbol.for('vitest-layout.bench-counts')
const counter = (globalThis[KEY] ??= start())

aroundAll(
  // oxlint-disable-next-line no-empty-pattern -- Vitest reads the names of fixtures from it
  async (run, {}, suite) => {
    try {
      await run()
    } finally {
      // Within the recorder's own hook: it takes its numbers right after.
      suite.meta.layoutV8 = counter.take()
    }
  },
  2 ** 31 - 1,
)

function start() {
  const session = new Session()
  session.connect()
  const sources = new Map()
  const post = (method, parameters) => {
    let result
    session.post(method, parameters, (error, value) => {
      if (error !== null) throw new Error(`${method}: ${error.message}`)
      result = value
    })
    return result
  }
  // For the text of scripts. From start to end: switched off, it takes V8's coverage of optimized functions along.
  post('Debugger.enable')
  post('Profiler.enable')
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return {
    take() {
      const { result } = post('Profiler.takePreciseCoverage')
      const slots = {}
      for (const script of result) {
        if (script.functions.every((fn) => fn.ranges[0].count === 0)) continue
        const source = sourceOf(script.scriptId)
        for (const [slot, count] of countsOf(source, script.functions)) slots[slot] = (slots[slot] ?? 0) + count
      }
      return JSON.stringify(slots)
    },
  }

  function sourceOf(scriptId) {
    if (!sources.has(scriptId)) {
      const { scriptSource } = post('Debugger.getScriptSource', { scriptId })
      sources.set(scriptId, probesOf(scriptSource))
    }
    return sources.get(scriptId)
  }
}

/** Places of the calls that count a function, with its slot, and whether a static field's value is what is counted. */
function probesOf(source) {
  if (!source.includes('__vl')) return []
  // `__vlQ` and `__vlU` enter again what was counted already, `__vlR` resumes it.
  return Array.from(source.matchAll(/\b__vl[ECPTM]\((\d+)[,)]/g), ({ index: at, 1: slot }) => {
    return {
      at,
      slot,
      isStatic: /\bstatic\s[^;{}]*=\s*(?:\/\*\{vl\*\/)?\(?$/.test(source.slice(Math.max(0, at - 200), at)),
    }
  })
}

function* countsOf(probes, functions) {
  if (probes.length === 0) return
  const ranges = functions
    .map(({ functionName, ranges: [range] }) => ({ ...range, functionName }))
    .sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  const open = []
  let next = 0
  for (const { at, slot, isStatic } of probes) {
    while (next < ranges.length && ranges[next].startOffset <= at) {
      const range = ranges[next++]
      while (open.length > 0 && open.at(-1).endOffset <= range.startOffset) open.pop()
      open.push(range)
    }
    while (open.length > 0 && open.at(-1).endOffset <= at) open.pop()
    if (open.length === 0) continue
    const around = open.at(-1)
    yield [slot, (isStatic ? (staticInitializer(ranges, around) ?? around) : around).count]
  }
}

/**
 * V8 gives the initializer of static fields the place of the last one only, and that of instance fields the place of the
 * whole class: there the values of all static fields but the last seem to belong to it.
 */
function staticInitializer(ranges, { functionName, startOffset, endOffset }) {
  if (functionName !== '<instance_members_initializer>') return undefined
  const within = ranges.filter((range) => range.startOffset > startOffset && range.endOffset <= endOffset)
  const classes = within.filter((range) => range.functionName === functionName)
  return within.find(
    (range) =>
      range.functionName === '<static_initializer>' &&
      !classes.some((inner) => inner.startOffset <= range.startOffset && range.endOffset <= inner.endOffset),
  )
}
