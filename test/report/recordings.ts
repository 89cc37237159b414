import fc from 'fast-check'

import { LayoutConfig, PHASES, type LayoutPhase } from '../../src/model/index.ts'
import type { FunctionRecord, Recording, ScenarioTrace } from '../../src/model/recording.ts'
import { solveLayout, type SolvedLayout } from '../../src/solve/index.ts'

export interface PhasedRecording {
  readonly recording: Recording
  /** The phase that the configuration overrides each function to. */
  readonly phases: readonly LayoutPhase[]
}

const shape = fc.record({ size: fc.nat(9000), calls: fc.nat(50), phase: fc.constantFrom(...PHASES) })

/** Small recordings of any shape, with a phase for each function. */
export const phasedRecording: fc.Arbitrary<PhasedRecording> = fc
  .array(shape, { minLength: 1, maxLength: 30 })
  .chain((shapes) =>
    fc.array(fc.shuffledSubarray([...shapes.keys()]), { maxLength: 5 }).map((orders) => ({
      phases: shapes.map(({ phase }) => phase),
      recording: {
        complete: true,
        problems: [],
        functions: shapes.map(({ size, calls }, index) => makeFunction(index, size, calls)),
        scenarios: orders.map(makeTrace),
      },
    })),
  )

export function makeFunction(index: number, size: number, callCount: number): FunctionRecord {
  const module = `src/m${index % 3}.ts`
  return {
    name: `${module}:f${String(index).padStart(3, '0')}`,
    module,
    line: index + 1,
    column: 1,
    size,
    totalSize: size,
    bodyHash: '',
    callCount,
    firstCallUs: callCount > 0 ? index : undefined,
    lastCallUs: callCount > 0 ? index : undefined,
    totalUs: callCount,
    selfUs: callCount,
    callees: new Map(),
    isStartupPath: false,
  }
}

export function makeTrace(order: readonly number[], number: number): ScenarioTrace {
  return {
    kind: 'test',
    project: '',
    file: `test/t${number}.test.ts`,
    test: `test ${number}`,
    weight: 1,
    order: Int32Array.from(order),
    calls: Float64Array.from(order, () => 1),
    marks: [],
  }
}

export function layOut({ recording, phases }: PhasedRecording): SolvedLayout {
  const overrides = new Map(recording.functions.map(({ name }, index) => [name, phases[index]!]))
  return solveLayout(recording, new LayoutConfig({ overrides, budgets: { startup: 2, first_frame: 1 } }))
}
