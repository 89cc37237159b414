import { gzipSync } from 'node:zlib'

import { Function as PprofFunction, Line, Location, Profile, Sample, StringTable, ValueType } from 'pprof-format'

import type { Recording } from '../model/recording.ts'
import { buildCallTree } from './call-tree.ts'

/**
 * A gzipped pprof profile (`profile.proto` of github.com/google/pprof) with two values a sample: calls, and own time in
 * nanoseconds. A sample is a calling context.
 */
export function toPprof(recording: Recording): Uint8Array {
  const tree = buildCallTree(recording)
  const stringTable = new StringTable()
  const functions: PprofFunction[] = []
  const locations: Location[] = []
  recording.functions.forEach((record, index) => {
    // 0 is reserved for "none" in pprof's identifiers.
    const id = index + 1
    const name = stringTable.dedup(record.name)
    const filename = stringTable.dedup(record.module)
    functions.push(new PprofFunction({ id, name, systemName: name, filename, startLine: record.line }))
    locations.push(new Location({ id, line: [new Line({ functionId: id, line: record.line })] }))
  })
  const samples = Array.from(tree.functionOf, (index, node) => {
    const locationId = [index + 1]
    for (let at = tree.parent[node]!; at !== -1; at = tree.parent[at]!) locationId.push(tree.functionOf[at]! + 1)
    const nanoseconds = tree.weight === 'microseconds' ? Math.round(tree.self[node]! * 1000) : 0
    return new Sample({ locationId, value: [Math.round(tree.calls[node]!), nanoseconds] })
  })
  const calls = stringTable.dedup('calls')
  const time = stringTable.dedup('time')
  const profile = new Profile({
    sampleType: [
      new ValueType({ type: calls, unit: stringTable.dedup('count') }),
      new ValueType({ type: time, unit: stringTable.dedup('nanoseconds') }),
    ],
    defaultSampleType: tree.weight === 'calls' ? calls : time,
    sample: samples,
    location: locations,
    function: functions,
    stringTable,
  })
  return gzipSync(profile.encode())
}
