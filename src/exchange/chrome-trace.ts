import type { Recording } from '../model/recording.ts'
import { buildCallTree, walkCallTree } from './call-tree.ts'
import { functionPath, traceTitle } from './names.ts'

interface TraceEvent {
  readonly ph: 'M' | 'X' | 'I'
  readonly name: string
  readonly cat: string
  readonly pid: number
  readonly tid: number
  /** Microseconds. */
  readonly ts: number
  readonly dur?: number
  readonly s?: 't'
  readonly args: Readonly<Record<string, unknown>>
}

/** The JSON object form of Chrome's trace event format; opens in Perfetto, chrome://tracing and the Performance panel. */
export interface ChromeTrace {
  readonly traceEvents: readonly TraceEvent[]
  readonly displayTimeUnit: 'ms'
  readonly metadata: Readonly<Record<string, string>>
}

const PID = 1
const CALLS_THREAD = 1
const FIRST_CALLS_THREAD = 2
const FIRST_MARKS_THREAD = 3

/**
 * Three kinds of threads: the calls of the whole recording (aggregated: widths mean own time, places do not mean when),
 * the first call of each function at its time, and the marks of each scenario at theirs.
 */
export function toChromeTrace(recording: Recording): ChromeTrace {
  const events: TraceEvent[] = [metadata('process_name', 0, 'vitest-layout')]
  events.push(metadata('thread_name', CALLS_THREAD, 'calls (aggregated, not a time line)'), ...callEvents(recording))
  events.push(metadata('thread_name', FIRST_CALLS_THREAD, 'first calls'))
  for (const record of recording.functions) {
    if (record.firstCallUs === undefined) continue
    events.push(
      instant(record.name, FIRST_CALLS_THREAD, record.firstCallUs, {
        calls: record.callCount,
        bytes: record.size,
        line: record.line,
      }),
    )
  }
  recording.scenarios
    .filter(({ marks }) => marks.length > 0)
    .forEach((trace, index) => {
      const tid = FIRST_MARKS_THREAD + index
      events.push(metadata('thread_name', tid, `marks: ${traceTitle(trace)}`))
      for (const { name, us, position } of trace.marks) events.push(instant(name, tid, us, { position }))
    })
  return {
    traceEvents: events,
    displayTimeUnit: 'ms',
    metadata: { source: 'vitest-layout', complete: String(recording.complete) },
  }
}

function callEvents(recording: Recording): TraceEvent[] {
  const tree = buildCallTree(recording)
  const starts = new Float64Array(tree.parent.length)
  const events: TraceEvent[] = []
  const slots = new Int32Array(tree.parent.length)
  let at = 0
  walkCallTree(
    tree,
    (node) => {
      // A parent's event stands before its children's though its end is known only later.
      slots[node] = events.length
      starts[node] = at
      events.push(metadata('', CALLS_THREAD, ''))
      at += tree.self[node]!
    },
    (node) => {
      const record = recording.functions[tree.functionOf[node]!]!
      events[slots[node]!] = {
        ph: 'X',
        name: functionPath(record),
        cat: 'calls',
        pid: PID,
        tid: CALLS_THREAD,
        ts: starts[node]!,
        dur: at - starts[node]!,
        args: { module: record.module, line: record.line, calls: tree.calls[node], selfUs: tree.self[node] },
      }
    },
  )
  return events
}

function metadata(name: string, tid: number, value: string): TraceEvent {
  return { ph: 'M', name, cat: '__metadata', pid: PID, tid, ts: 0, args: { name: value } }
}

function instant(name: string, tid: number, ts: number, args: TraceEvent['args']): TraceEvent {
  return { ph: 'I', name, cat: 'first-call', pid: PID, tid, ts, s: 't', args }
}
