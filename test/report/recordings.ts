import fc from 'fast-check'

import { PHASES, type LayoutPhase } from '../../src/model/phase.ts'
import type { FunctionRecord, Recording, ScenarioTrace } from '../../src/model/recording.ts'
import { LayoutOptimizer } from '../../src/pack/index.ts'

export interface PhasedRecording {
  readonly recording: Recording
  readonly phases: readonly LayoutPhase[]
}

/** Small recordings of any shape, with a phase for each function. */
export const phasedRecording: fc.Arbitrary<PhasedRecording> = fc
  .array(fc.record({ size: fc.nat(9000), calls: fc.nat(50), phase: fc.constantFrom(...PHASES) }), {
    minLength: 1,
    maxLength: 30,
  })
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
    kind: number === 0 ? 'load' : 'test',
    project: '',
    file: `test/t${number}.test.ts`,
    test: number === 0 ? '' : `test ${number}`,
    weight: 1,
    order: Int32Array.from(order),
    calls: Float64Array.from(order, () => 1),
    marks: [],
  }
}

export function layOut({ recording, phases }: PhasedRecording, pageSize = 4096): LayoutOptimizer {
  const optimizer = new LayoutOptimizer({
    pageSize,
    budgets: { startup: 2, first_frame: 1, steady: 0, cold: 0 },
  })
  for (const [index, record] of recording.functions.entries()) optimizer.addSymbol({ ...record, phase: phases[index]! })
  return optimizer.applyProfileGuidedLayout(recording.scenarios)
}
