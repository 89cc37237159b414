import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

import * as TraceEngine from '@paulirish/trace_engine'
import { CPUProfileDataModel as untypedModel } from '@paulirish/trace_engine/models/cpu_profile/CPUProfileDataModel.js'
import { Ajv } from 'ajv'
import * as fc from 'fast-check'
import { Profile } from 'pprof-format'
import { expect, test } from 'vitest'

import { buildCallTree, toChromeTrace, toCpuProfile, toPprof, toSpeedscope } from '../../src/exchange/index.ts'
import type { Recording } from '../../src/model/recording.ts'
import { anyRecording, sketchRecording } from './recordings.ts'

const CPUProfileDataModel = untypedModel as new (profile: unknown) => DevToolsModel

const RUNS = { seed: 7, numRuns: 60 }

const sample = sketchRecording([
  { name: 'src/app.ts:<module>', calls: 1, selfUs: 5, callees: { 'src/app.ts:main': 1 } },
  { name: 'src/app.ts:main', calls: 1, selfUs: 20, callees: { 'src/app.ts:parse': 2, 'src/view.ts:render': 1 } },
  { name: 'src/app.ts:parse', calls: 2, selfUs: 30, callees: { 'src/util.ts:text': 6 } },
  { name: 'src/view.ts:render', calls: 1, selfUs: 10, callees: { 'src/util.ts:text': 2 } },
  { name: 'src/util.ts:text', calls: 8, selfUs: 80 },
  { name: 'src/util.ts:never', calls: 0 },
])

/** Own weight of each function, by index, as the recording has it. */
function recordedWeights(recording: Recording): number[] {
  const timed = recording.functions.some(({ selfUs }) => selfUs > 0)
  return recording.functions.map(({ selfUs, callCount }) => (timed ? selfUs : callCount))
}

function expectSums(sums: readonly number[], wanted: readonly number[], digits = 6): void {
  expect(sums.length).toBe(wanted.length)
  sums.forEach((sum, index) => expect(sum).toBeCloseTo(wanted[index]!, digits))
}

/** Own weight of each frame of an evented profile; fails where opening and closing do not pair. */
function eventedWeights(file: ReturnType<typeof toSpeedscope>, profile: number): number[] {
  const sums = file.shared.frames.map(() => 0)
  const stack: number[] = []
  const { events, startValue, endValue } = file.profiles[profile]!
  let last = startValue
  for (const { type, at, frame } of events) {
    expect(at).toBeGreaterThanOrEqual(last)
    if (stack.length > 0) sums[stack.at(-1)!]! += at - last
    last = at
    const closed = type === 'O' ? undefined : stack.pop()
    if (closed === undefined) stack.push(frame)
    expect(closed ?? frame).toBe(frame)
  }
  expect(stack).toEqual([])
  expect(last).toBe(endValue)
  return sums
}

test('a shared callee is divided among its callers by calls', () => {
  const tree = buildCallTree(sample)
  const rows = Array.from(tree.functionOf, (index, node) => [
    sample.functions[index]!.name,
    tree.parent[node],
    tree.calls[node],
    tree.self[node],
  ])
  expect(rows).toEqual([
    ['src/app.ts:<module>', -1, 1, 5],
    ['src/app.ts:main', 0, 1, 20],
    ['src/app.ts:parse', 1, 2, 30],
    ['src/view.ts:render', 1, 1, 10],
    ['src/util.ts:text', 2, 6, 60],
    ['src/util.ts:text', 3, 2, 20],
  ])
})

test('no weight is lost for any call graph, even where the tree is cut', () => {
  fc.assert(
    fc.property(anyRecording, fc.constantFrom({}, { maxNodes: 1 }, { minShare: 0.5 }), (recording, options) => {
      const tree = buildCallTree(recording, options)
      const sums = recording.functions.map(() => 0)
      const calls = recording.functions.map(() => 0)
      tree.functionOf.forEach((index, node) => {
        expect(tree.parent[node]).toBeLessThan(node)
        sums[index]! += tree.self[node]!
        calls[index]! += tree.calls[node]!
      })
      expectSums(sums, recordedWeights(recording))
      expectSums(
        calls,
        recording.functions.map(({ callCount }) => callCount),
      )
    }),
    RUNS,
  )
})

test('speedscope files keep to its schema and hold every function with its own time', () => {
  const schemaPath = new URL('../../node_modules/speedscope/dist/release/file-format-schema.json', import.meta.url)
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(schemaPath, 'utf8')))
  fc.assert(
    fc.property(anyRecording, (recording) => {
      const file = toSpeedscope(recording)
      validate(file)
      expect(validate.errors).toBe(null)
      expectSums(eventedWeights(file, 0), recordedWeights(recording))
      // One step for each function that ran in the scenario.
      const steps = file.profiles.slice(1).map((_, index) => eventedWeights(file, index + 1))
      const ran = recording.functions.map(({ callCount }) => Math.min(callCount, 1))
      expect(steps).toEqual(ran.includes(1) ? [ran] : [])
    }),
    RUNS,
  )
})

test('first executions nest by the call graph', () => {
  const { events } = toSpeedscope(sample).profiles[1]!
  expect(events.map(({ type, at, frame }) => `${type}${frame}@${at}`).join(' ')).toBe(
    'O0@0 O1@1 O2@2 C2@3 O3@3 O4@4 C4@5 C3@5 C1@5 C0@5',
  )
})

test('pprof files decode to the calls and times recorded', () => {
  fc.assert(
    fc.property(anyRecording, (recording) => {
      const profile = Profile.decode(gunzipSync(toPprof(recording)))
      const text = (index: number | bigint): string => profile.stringTable.strings[Number(index)]!
      expect(profile.sampleType.map(({ type, unit }) => `${text(type)}/${text(unit)}`)).toEqual([
        'calls/count',
        'time/nanoseconds',
      ])
      expect(profile.function.map(({ name }) => text(name))).toEqual(recording.functions.map(({ name }) => name))
      const times = recording.functions.map(() => 0)
      for (const { locationId, value } of profile.sample) {
        const leaf = profile.location.find(({ id }) => id === locationId[0])!
        times[Number(leaf.line[0]!.functionId) - 1]! += Number(value[1]) / 1000
      }
      // Whole nanoseconds in each sample.
      expectSums(
        times,
        recording.functions.map(({ selfUs }) => selfUs),
        0,
      )
    }),
    RUNS,
  )
})

test('DevTools reads the .cpuprofile', () => {
  const model = new CPUProfileDataModel(structuredClone(toCpuProfile(sample)))
  const selfMs = new Map<string, number>()
  for (const node of model.nodes() ?? []) {
    selfMs.set(node.functionName, (selfMs.get(node.functionName) ?? 0) + node.self)
  }
  for (const [name, us] of [
    ['main', 20],
    ['parse', 30],
    ['render', 10],
    ['text', 80],
  ] as const) {
    expect(selfMs.get(name)).toBeCloseTo(us / 1000, 9)
  }
})

interface DevToolsModel {
  nodes(): { functionName: string; self: number }[] | undefined
}

test('the trace engine of DevTools reads the Chrome trace', async () => {
  Object.assign(globalThis, { DOMRect: globalThis.DOMRect ?? Object })
  const engine = TraceEngine as unknown as {
    Processor: { TraceProcessor: { createWithAllHandlers(): DevToolsProcessor } }
  }
  const processor = engine.Processor.TraceProcessor.createWithAllHandlers()
  const trace = toChromeTrace(sample)
  await processor.parse(structuredClone(trace.traceEvents), { isFreshRecording: false })
  const thread = processor.data!.Renderer.processes.get(1)?.threads.get(1)
  const names = thread?.entries.map(({ name }) => name)
  expect(names).toEqual(['<module>', 'main', 'parse', 'text', 'render', 'text'])
})

interface DevToolsProcessor {
  parse(events: unknown, options: unknown): Promise<void>
  readonly data: {
    readonly Renderer: { readonly processes: Map<number, { threads: Map<number, { entries: { name: string }[] }> }> }
  } | null
}
