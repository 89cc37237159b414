import { expect, test } from 'vitest'

import { createProbe, DEFAULT_PROBE_CONFIG, type Probe } from '../../src/record/probe/index.ts'
import { type FileRecording, readJournal } from '../../src/record/transport/index.ts'

/** Slots of the pretended program. */
const MODULE = 3
const HELPER = 4
const TEST_CODE = 5
const OTHER_MODULE = 6

function call(probe: Probe, slot: number, inside: () => void = () => {}): void {
  const saved = probe.globals.__vlE(slot)
  inside()
  probe.globals.__vlX(saved)
}

function loadModule(probe: Probe, slot: number, inside: () => void): void {
  const saved = probe.globals.__vlM(slot)
  inside()
  probe.globals.__vlX(saved)
}

function traces({ traces: list }: FileRecording): unknown {
  return list.map(({ kind, test: name, order, calls, marks }) => ({
    kind,
    name,
    ran: Object.fromEntries(Array.from(order, (slot, i) => [slot, calls[i]])),
    marks: marks.map((mark) => mark.name),
  }))
}

for (const timing of ['off', 'sampled', 'full'] as const) {
  test(`a module has a trace of its own, wherever it is loaded (timing ${timing})`, () => {
    const probe = createProbe({ ...DEFAULT_PROBE_CONFIG, timing })
    loadModule(probe, OTHER_MODULE, () => call(probe, HELPER))
    probe.beginTest('1', 'boots', {})
    call(probe, TEST_CODE, () => {
      call(probe, HELPER)
      loadModule(probe, MODULE, () => {
        call(probe, HELPER)
        call(probe, HELPER)
      })
      call(probe, HELPER)
      probe.mark('ready')
    })
    probe.endTest('1')
    const recording = readJournal(probe.drain())
    expect(traces(recording)).toEqual([
      { kind: 'module', name: '', ran: { [OTHER_MODULE]: 1, [HELPER]: 1 }, marks: [] },
      { kind: 'module', name: '', ran: { [MODULE]: 1, [HELPER]: 2 }, marks: [] },
      { kind: 'test', name: 'boots', ran: { [TEST_CODE]: 1, [HELPER]: 2 }, marks: ['ready'] },
    ])
    // Who called whom does not depend on which trace it belongs to.
    expect(recording.edges.toSorted((a, b) => a.from - b.from || a.to - b.to)).toEqual(
      [
        { from: MODULE, to: HELPER, count: 2 },
        { from: TEST_CODE, to: MODULE, count: 1 },
        { from: TEST_CODE, to: HELPER, count: 2 },
        { from: OTHER_MODULE, to: HELPER, count: 1 },
      ].toSorted((a, b) => a.from - b.from || a.to - b.to),
    )
    expect(Object.fromEntries(Array.from(recording.slots, (slot, i) => [slot, recording.calls[i]]))).toEqual({
      [MODULE]: 1,
      [HELPER]: 5,
      [TEST_CODE]: 1,
      [OTHER_MODULE]: 1,
    })
  })

  test(`a module that throws while it is loaded gives the test its trace back (timing ${timing})`, async () => {
    const probe = createProbe({ ...DEFAULT_PROBE_CONFIG, timing })
    probe.beginTest('1', 'fails', {})
    probe.globals.__vlM(MODULE)
    call(probe, HELPER)
    await Promise.resolve()
    call(probe, TEST_CODE)
    probe.endTest('1')
    expect(traces(readJournal(probe.drain()))).toEqual([
      { kind: 'module', name: '', ran: { [MODULE]: 1, [HELPER]: 1 }, marks: [] },
      { kind: 'test', name: 'fails', ran: { [TEST_CODE]: 1 }, marks: [] },
    ])
  })
}
