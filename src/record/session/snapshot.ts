import { compareSourceOrder, type FunctionRecord, type Recording, type ScenarioTrace } from '../../model/index.ts'
import { listEdges, type EdgeLists, type EdgeTable } from './edge-table.ts'
import { toUs, type FunctionTable } from './function-table.ts'
import { compareTraces, renumberTrace } from './trace-order.ts'

/** A recording in canonical form: functions in source order, scenarios in the order of {@link compareTraces}. */
export interface Snapshot extends Recording {
  /** Table index of each function. */
  readonly tableIndex: Int32Array
  readonly edges: EdgeLists
}

/** Puts what a session holds into canonical form; what it gives does not change when the session does. */
export function takeSnapshot(
  functions: FunctionTable,
  edgeTable: EdgeTable,
  traces: readonly ScenarioTrace[],
  complete: boolean,
  problems: Iterable<string>,
): Snapshot {
  const tableIndex = sortedIndices(functions)
  const rank = new Int32Array(functions.size)
  for (const [position, index] of tableIndex.entries()) rank[index] = position
  const edges = listEdges(edgeTable, rank)
  const records: FunctionRecord[] = []
  for (const index of tableIndex) records.push(record(functions, index, records.length, edges, records))
  return {
    complete,
    problems: [...problems].toSorted(),
    functions: records,
    scenarios: traces.map((trace) => renumberTrace(trace, rank)).toSorted(compareTraces),
    tableIndex,
    edges,
  }
}

function sortedIndices(functions: FunctionTable): Int32Array {
  const { facts } = functions
  return Int32Array.from(facts.keys()).sort((a, b) => {
    const x = facts[a]
    const y = facts[b]
    return x === undefined || y === undefined ? a - b : compareSourceOrder(x, y)
  })
}

function record(
  functions: FunctionTable,
  index: number,
  position: number,
  edges: EdgeLists,
  records: readonly FunctionRecord[],
): FunctionRecord {
  const facts = functions.facts[index]
  if (facts === undefined) throw new RangeError(`no function ${index}`)
  const numbers = functions.numbersOf(index)
  let callees: Map<string, number> | undefined
  return {
    name: facts.name,
    module: facts.module,
    line: facts.line,
    column: facts.column,
    size: facts.size,
    totalSize: facts.totalSize,
    bodyHash: facts.bodyHash,
    ...(facts.hint === undefined ? {} : { hint: facts.hint }),
    callCount: numbers.callCount,
    firstCallUs: toUs(numbers.firstNs),
    lastCallUs: toUs(numbers.lastNs),
    totalUs: numbers.totalNs / 1000,
    selfUs: numbers.selfNs / 1000,
    isStartupPath: numbers.isStartupPath,
    // Made when asked for: a map for each of 200,000 functions is most of a gigabyte.
    get callees(): ReadonlyMap<string, number> {
      if (callees === undefined) {
        callees = new Map()
        const end = edges.offsets[position + 1] ?? 0
        for (let k = edges.offsets[position] ?? 0; k < end; k++) {
          const callee = records[edges.callees[k] ?? -1]
          if (callee !== undefined) callees.set(callee.name, edges.counts[k] ?? 0)
        }
      }
      return callees
    },
  }
}
