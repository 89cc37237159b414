import type { FunctionRecord, Recording, ScenarioTrace } from '../model/recording.ts'

/** A function as an import found it; what is left out is unknown. */
export interface ImportedFunction {
  readonly module: string
  readonly path: string
  readonly line: number
  readonly column: number
  readonly size: number
  readonly totalSize: number
  readonly bodyHash: string
  readonly callCount: number
  readonly firstCallUs: number | undefined
  readonly lastCallUs?: number | undefined
  readonly totalUs?: number
  readonly selfUs?: number
}

const NO_CALLEES: ReadonlyMap<string, number> = new Map()

/**
 * A recording without edges, of one scenario.
 *
 * @param firstRuns positions in `functions` in order of first execution
 */
export function importedRecording(
  functions: readonly ImportedFunction[],
  firstRuns: readonly number[],
  source: string,
  problems: readonly string[],
): Recording {
  const names = uniqueNames(functions)
  const records: FunctionRecord[] = functions.map((found, index) => ({
    name: names[index]!,
    module: found.module,
    line: found.line,
    column: found.column,
    size: found.size,
    totalSize: found.totalSize,
    bodyHash: found.bodyHash,
    callCount: found.callCount,
    firstCallUs: found.firstCallUs,
    lastCallUs: found.lastCallUs ?? found.firstCallUs,
    totalUs: found.totalUs ?? 0,
    selfUs: found.selfUs ?? 0,
    callees: NO_CALLEES,
    isStartupPath: found.callCount > 0,
  }))
  const trace: ScenarioTrace = {
    kind: 'test',
    project: '',
    file: source,
    test: 'imported',
    weight: 1,
    order: Int32Array.from(firstRuns),
    calls: Float64Array.from(firstRuns, (index) => functions[index]!.callCount),
    marks: [],
  }
  return {
    complete: problems.length === 0,
    problems: [...problems].sort(),
    functions: records,
    scenarios: firstRuns.length === 0 ? [] : [trace],
  }
}

function uniqueNames(functions: readonly ImportedFunction[]): string[] {
  const seen = new Map<string, number>()
  return functions.map(({ module, path }) => {
    const name = `${module}:${path}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name}~${count}`
  })
}
