import { resolve } from 'node:path'

import { measurePaired, median, NodeCpu, type PairedResult } from '../../apply/doctor/index.ts'
import { LayoutError } from '../../errors.ts'
import { bundleTarget } from '../apply/bundle.ts'
import { argumentsOf, type DoctorRow, type DoctorTarget, listOf, textOf } from './target.ts'

/** A program for Node: CPU of its process, with the compile cache warm. */
export const nodeDoctor: DoctorTarget = {
  name: 'node',
  apply: bundleTarget,
  options: {
    run: { type: 'string', multiple: true },
    pairs: { type: 'string' },
    node: { type: 'string' },
    cwd: { type: 'string' },
  },

  check({ values }) {
    if (listOf(values['run']) !== undefined) return
    throw new LayoutError(
      'DOCTOR_USAGE',
      'expected at least one --run ARGS for a program, or --page FILE for a page.',
      {
        hint: '`vitest-layout doctor --help` explains.',
      },
    )
  },

  // oxlint-disable-next-line require-await -- the shape of every target
  async measure({ before, after, values, pairs }, io) {
    const node = textOf(values['node'])
    const cpu = new NodeCpu({
      node: node === undefined ? undefined : resolve(io.cwd, node),
      cwd: resolve(io.cwd, textOf(values['cwd']) ?? '.'),
    })
    const files = { before, after }
    try {
      const rows = (listOf(values['run']) ?? []).map((run, index) => {
        const args = argumentsOf(run)
        const [old, now] = (['before', 'after'] as const).map((build) =>
          cpu.warmUp(files[build], args, `${build}-${index}`).replaceAll(files[build], 'FILE'),
        )
        if (old !== now) {
          throw new LayoutError('DOCTOR_DIFFERS', `the two builds print different things for \`${run}\`.`, {
            file: after,
            hint: 'Give runs that print the same each time; if the program does otherwise, please report it.',
          })
        }
        const result = measurePaired((build) => cpu.measure(files[build], args, `${build}-${index}`), pairs)
        return pairedRow(run, 'CPU', 'ms', result)
      })
      return { heading: `CPU of the whole process, compile cache warm, ${pairs} pairs:`, rows, notes: [] }
    } finally {
      cpu.close()
    }
  },

  recipe: (_request, command) => [
    'After each build, for example in package.json:',
    '',
    `  "scripts": { "postbuild": ${JSON.stringify(command)} }`,
  ],
}

export function pairedRow(run: string, figure: string, unit: string, result: PairedResult): DoctorRow {
  const { before, after, ratio, interval, verdict } = result
  return { run, figure, unit, before: median(before), after: median(after), ratio, interval, verdict }
}
