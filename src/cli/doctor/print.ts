import type { FileSize } from '../../apply/doctor/index.ts'
import type { DoctorRow, Trial } from './target.ts'

/** A trial in words: figures, sizes, and what follows from them. */
export function describeTrial(
  { heading, rows, notes }: Trial,
  [before, after]: readonly [FileSize, FileSize],
  output: string,
  recipe: readonly string[] | undefined,
): string {
  const lines = [heading, ...rows.map(describeRow), ...notes]
  const sizes = (['raw', 'gzip', 'brotli'] as const).map((kind) => `${kind} ${before[kind]} -> ${after[kind]}`)
  lines.push(`Bytes: ${sizes.join(', ')}`)
  if (recipe === undefined) lines.push(`No gain: ${reason(rows)} ${output} was removed; keep the build you have.`)
  else lines.push(`Kept: ${output}. ${recipe[0]}`, ...recipe.slice(1), '')
  return `${lines.join('\n')}\n`
}

/** One figure of one run, on a line. */
export function describeRow({ run, figure, unit, before, after, ratio, interval, verdict }: DoctorRow): string {
  const digits = interval === undefined ? 0 : 1
  const bounds = interval === undefined ? '' : ` (${interval[0].toFixed(3)} to ${interval[1].toFixed(3)})`
  const values = `${before.toFixed(digits)} -> ${after.toFixed(digits)} ${unit}`
  return `  ${verdict.padEnd(8)} ${ratio.toFixed(3)}${bounds}  ${values}  ${figure === 'CPU' ? run : `${figure}, ${run}`}`
}

/** Wider intervals than this tell more about the machine than about the builds. */
const WIDE = 0.1

function reason(rows: readonly DoctorRow[]): string {
  if (rows.length === 0) return 'the layout changes nothing in this file.'
  const worse = rows.filter(({ verdict }) => verdict === 'worse').length
  if (worse > 0) return `${worse} of ${rows.length} figures are worse than before.`
  if (rows.every(({ interval }) => interval === undefined)) return 'no figure is better than before.'
  const isWide = rows.some(({ interval }) => interval !== undefined && interval[1] - interval[0] > WIDE)
  const advice = isWide ? ' It varies a lot: a quieter machine or more --pairs may tell more.' : ''
  return `no figure is better, beyond what the machine varies.${advice}`
}
