import type { Recording } from '../model/recording.ts'
import { buildCallTree } from './call-tree.ts'
import { functionPath } from './names.ts'

export interface CpuProfileNode {
  readonly id: number
  readonly callFrame: {
    readonly functionName: string
    readonly scriptId: string
    readonly url: string
    /** Counts from 0, as the next. */
    readonly lineNumber: number
    readonly columnNumber: number
  }
  readonly hitCount?: number
  readonly children?: readonly number[]
}

/** `Profiler.Profile` of the Chrome DevTools protocol. Times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly CpuProfileNode[]
  readonly startTime: number
  readonly endTime: number
  readonly samples?: readonly number[]
  readonly timeDeltas?: readonly number[]
}

const ROOT_ID = 1

/**
 * A `.cpuprofile`: one node for each calling context, one sample for each node, as long as the node's own time.
 * Without recorded times, a call counts as one microsecond.
 */
export function toCpuProfile(recording: Recording): CpuProfile {
  const tree = buildCallTree(recording)
  const scripts = new Map<string, string>()
  const children: number[][] = Array.from({ length: tree.parent.length + 1 }, () => [])
  tree.parent.forEach((parent, node) => children[parent + 1]!.push(nodeId(node)))

  const nodes: CpuProfileNode[] = [
    {
      id: ROOT_ID,
      callFrame: { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 },
      hitCount: 0,
      children: children[0]!,
    },
  ]
  const samples: number[] = []
  const timeDeltas: number[] = []
  // DevTools takes a delta for the time that leads up to its sample and draws the sample until the next one; a sample of
  // the root at the end closes the last.
  let pending = 0
  tree.functionOf.forEach((index, node) => {
    const record = recording.functions[index]!
    let scriptId = scripts.get(record.module)
    if (scriptId === undefined) scripts.set(record.module, (scriptId = String(scripts.size + 1)))
    nodes.push({
      id: nodeId(node),
      callFrame: {
        functionName: functionPath(record),
        scriptId,
        url: record.module,
        lineNumber: record.line - 1,
        columnNumber: record.column - 1,
      },
      // DevTools takes a node's own time from its share of all hits: one for each microsecond keeps both in step.
      hitCount: Math.round(tree.self[node]!),
      children: children[node + 1]!,
    })
    samples.push(nodeId(node))
    timeDeltas.push(pending)
    pending = tree.self[node]!
  })
  samples.push(ROOT_ID)
  timeDeltas.push(pending)
  return { nodes, startTime: 0, endTime: timeDeltas.reduce((sum, delta) => sum + delta, 0), samples, timeDeltas }
}

function nodeId(node: number): number {
  return node + ROOT_ID + 1
}
