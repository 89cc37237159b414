import { compareSourceOrder, type Recording } from '../model/index.ts'
import type { ScenarioPlan } from './scenario-plan.ts'

/** A trace as the packer takes it. */
export interface PackTrace {
  /** The test's file and name, behind its project's where the recording has several. */
  readonly label: string
  /** The test's file; undefined for `loading`. */
  readonly file: string | undefined
  readonly kind: 'load' | 'test'
  readonly order: Int32Array
  readonly weight: number
}

/**
 * The traces to pack by, the same for any number of workers, isolated or not.
 *
 * What one test file's modules run while they load depends on which files its worker ran before; what they run in all does not.
 * So there is one loading trace for the whole run: all functions that ran while modules loaded, in source order, with the
 * number of test files as weight. Tests follow as recorded, up to their stop marks.
 */
export function packTraces(recording: Recording, plan: ScenarioPlan): PackTrace[] {
  const isLoaded = new Uint8Array(recording.functions.length)
  for (const { trace, segments, decides } of plan.loads) {
    if (!decides) continue
    const loaded = segments.findLast(({ phase }) => phase !== undefined)?.end ?? 0
    for (let i = 0; i < Math.min(loaded, trace.order.length); i++) isLoaded[trace.order[i] ?? 0] = 1
  }
  const load = Int32Array.from(recording.functions.keys())
    .filter((f) => isLoaded[f] === 1)
    .sort((a, b) => {
      const x = recording.functions[a]
      const y = recording.functions[b]
      return x === undefined || y === undefined ? a - b : compareSourceOrder(x, y)
    })
  const isOfSeveral = new Set(plan.scenarios.flatMap(({ traces }) => traces.map(({ trace }) => trace.project))).size > 1
  const files = new Set<string>()
  const tests: PackTrace[] = []
  for (const scenario of plan.scenarios) {
    for (const { trace, segments } of scenario.traces) {
      files.add(`${trace.project}\0${trace.file}`)
      const end = segments.at(-1)?.end ?? 0
      if (end === 0) continue
      tests.push({
        label: `${isOfSeveral && trace.project !== '' ? `[${trace.project}] ` : ''}${trace.file} > ${trace.test}`,
        file: trace.file,
        kind: 'test',
        order: trace.order.subarray(0, end),
        weight: scenario.weight,
      })
    }
  }
  const loading: PackTrace = {
    label: 'loading',
    file: undefined,
    kind: 'load',
    order: load,
    weight: Math.max(1, files.size),
  }
  return load.length === 0 ? tests : [loading, ...tests]
}
