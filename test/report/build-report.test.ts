import fc from 'fast-check'
import { expect, test } from 'vitest'

import { PHASES } from '../../src/model/phase.ts'
import { buildReport } from '../../src/report/index.ts'
import { layOut, phasedRecording } from './recordings.ts'

const PAGE_SIZE = 4096

test('the report counts what brute force counts', () => {
  fc.assert(
    fc.property(phasedRecording, (phased) => {
      const { recording, phases } = phased
      const layout = layOut(phased)
      const report = buildReport(layout)
      const { starts } = layout.pagination

      for (const [number, phase] of PHASES.entries()) {
        const members = recording.functions.filter((_, index) => phases[index] === phase)
        const row = report.phases[number]!
        expect(row).toMatchObject({ phase, functions: members.length, bytes: total(members.map(({ size }) => size)) })
      }

      // Every byte of every function of a trace, one by one.
      let sourceStart = 0
      const sourceStarts = new Map<number, number>()
      const inSource = [...recording.functions.keys()].sort(
        (a, b) => (a % 3) - (b % 3) || recording.functions[a]!.line - recording.functions[b]!.line,
      )
      for (const index of inSource) {
        sourceStarts.set(index, sourceStart)
        sourceStart += recording.functions[index]!.size
      }
      expect(report.scenarios).toHaveLength(recording.scenarios.filter(({ order }) => order.length > 0).length)
      for (const trace of recording.scenarios.filter(({ order }) => order.length > 0)) {
        const row = report.scenarios.find(({ label }) => label === `${trace.file} > ${trace.test}`)!
        const pagesFrom = (start: (index: number) => number): number => {
          const pages = new Set<number>()
          for (const index of trace.order) {
            for (let byte = 0; byte < recording.functions[index]!.size; byte++)
              pages.add(Math.floor((start(index) + byte) / PAGE_SIZE))
          }
          return pages.size
        }
        expect(row.packed).toBe(pagesFrom((index) => starts[index]!))
        expect(row.source).toBe(pagesFrom((index) => sourceStarts.get(index)!))
        expect(row.least).toBeLessThanOrEqual(Math.min(row.packed, row.source))
      }
      expect(report.touched.packed).toBe(total(report.scenarios.map(({ packed }) => packed)))
    }),
    { seed: 7, numRuns: 60 },
  )
})

test('every function is on exactly one page of the list', () => {
  fc.assert(
    fc.property(phasedRecording, (phased) => {
      const report = buildReport(layOut(phased))
      const listed = report.pages.flatMap(({ functions }) => functions)
      expect(listed.toSorted()).toEqual(phased.recording.functions.map(({ name }) => name).toSorted())
    }),
    { seed: 7, numRuns: 100 },
  )
})

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
