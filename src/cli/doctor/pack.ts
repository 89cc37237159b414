import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { packOf } from '../../apply/bundle/index.ts'
import { LayoutError } from '../../errors.ts'
import { companionsOf, writeCompanions } from '../apply/companions.ts'
import type { CommandIo } from '../command.ts'
import { describeRow } from './print.ts'
import { type DoctorRequest, type DoctorTarget, isGain, textOf, type DoctorRow, type Trial } from './target.ts'

/** What the trial of the build alone and that of the same build in a pack came to. */
export interface PackTrial {
  readonly trial: Trial
  /** The pack is the better of the two; its launcher and the pack are there. */
  readonly packed: boolean
}

/** Files that a pack needs beside the output. */
export function packFiles({ after, values }: DoctorRequest, io: CommandIo): string[] {
  const launcher = textOf(values['launcher'])
  return values['pack'] === true && launcher !== undefined ? [resolve(io.cwd, launcher), packOf(after)] : []
}

/**
 * Puts the new build into a pack, measures that against the old build as well, and chooses: the arrangement that is a
 * gain, and of two that are the one with the lower figures (geometric mean over the runs).
 *
 * @param alone the trial of the new build under the compile cache
 */
export async function tryPack(
  target: DoctorTarget,
  request: DoctorRequest,
  alone: Trial,
  io: CommandIo,
): Promise<PackTrial> {
  const { after, values } = request
  const program = { path: after, code: readFileSync(after, 'utf8') }
  const companions = companionsOf(program, values, io)
  const launcher = companions.fill?.launcher
  if (launcher === undefined)
    throw new LayoutError('DOCTOR_USAGE', '--pack needs --launcher FILE and --fill ARGS, and has no --cache FOLDER.')
  const node = textOf(values['node'])
  writeCompanions(companions, program, {
    node: node === undefined ? undefined : resolve(io.cwd, node),
    cwd: resolve(io.cwd, textOf(values['cwd']) ?? '.'),
  })
  const inPack = await target.measure({ ...request, after: launcher }, io)
  const packed = isPackBetter(alone.rows, inPack.rows)
  const [chosen, other] = packed ? [inPack, alone] : [alone, inPack]
  return {
    packed,
    trial: {
      heading: `${chosen.heading.replace(/:$/, '')}, ${packed ? 'started from a pack' : 'without a pack'}:`,
      rows: chosen.rows,
      notes: [
        ...chosen.notes,
        `Tried as well, ${packed ? 'without a pack' : 'with one'}:`,
        ...other.rows.map(describeRow),
      ],
    },
  }
}

/** @internal exported for its tests */
export function isPackBetter(alone: readonly DoctorRow[], packed: readonly DoctorRow[]): boolean {
  if (!isGain(packed)) return false
  return !isGain(alone) || meanOf(packed) < meanOf(alone)
}

function meanOf(rows: readonly DoctorRow[]): number {
  return Math.exp(rows.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / rows.length)
}
