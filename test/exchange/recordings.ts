import * as fc from 'fast-check'

import type { FunctionRecord, Recording, ScenarioTrace } from '../../src/model/recording.ts'

/** What a test says of a function; the rest follows. */
export interface Sketch {
  readonly name: string
  readonly size?: number
  readonly calls?: number
  readonly callees?: Readonly<Record<string, number>>
  readonly selfUs?: number
  readonly firstCallUs?: number
  readonly bodyHash?: string
  readonly line?: number
  readonly startup?: boolean
}

export function sketchFunction(sketch: Sketch, index = 0): FunctionRecord {
  const { name, size = 100, calls = 1, callees = {}, selfUs = 0, bodyHash = '', line = index + 1 } = sketch
  const firstCallUs = calls > 0 ? (sketch.firstCallUs ?? index * 10) : undefined
  return {
    name,
    module: name.includes(':') ? name.slice(0, name.indexOf(':')) : 'src/app.ts',
    line,
    column: 1,
    size,
    totalSize: size,
    bodyHash,
    callCount: calls,
    firstCallUs,
    lastCallUs: firstCallUs,
    totalUs: selfUs,
    selfUs,
    callees: new Map(Object.entries(callees)),
    isStartupPath: sketch.startup ?? false,
  }
}

/** A recording of one scenario in which all functions with calls ran, in the order given. */
export function sketchRecording(
  sketches: readonly Sketch[],
  traces: readonly Partial<ScenarioTrace>[] = [{}],
): Recording {
  const functions = sketches.map(sketchFunction)
  const ran = functions.flatMap(({ callCount }, index) => (callCount > 0 ? [index] : []))
  return {
    complete: true,
    problems: [],
    functions,
    scenarios: traces.map((trace) => ({
      kind: 'test',
      project: '',
      file: 'test/app.test.ts',
      test: 'app > starts',
      weight: 1,
      order: Int32Array.from(ran),
      calls: Float64Array.from(ran, (index) => functions[index]!.callCount),
      marks: [],
      ...trace,
    })),
  }
}

/** Call graphs of every shape, cycles and unreachable circles included; call counts agree with the edges. */
export const anyRecording: fc.Arbitrary<Recording> = fc
  .record({
    roots: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 25 }),
    edges: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 50 })), { maxLength: 60 }),
    times: fc.boolean(),
  })
  .map(({ roots, edges, times }) => {
    const calls = [...roots]
    const callees = roots.map(() => ({}) as Record<string, number>)
    for (const [from, to, count] of edges) {
      const caller = from % roots.length
      const callee = to % roots.length
      const name = `src/m${callee % 3}.ts:f${callee}`
      callees[caller]![name] = (callees[caller]![name] ?? 0) + count
      calls[callee]! += count
    }
    return sketchRecording(
      roots.map((_, index) => ({
        name: `src/m${index % 3}.ts:f${index}`,
        calls: calls[index]!,
        callees: callees[index]!,
        selfUs: times && calls[index]! > 0 ? calls[index]! * (index + 1) : 0,
      })),
    )
  })
