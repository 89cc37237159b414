import type { Recording } from '../model/recording.ts'
import type { Spread } from './difference.ts'

/** Median, least and most of at least one number. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return { median, least: sorted[0]!, most: sorted.at(-1)!, runs: sorted.length }
}

/** Microseconds that a recording's start-up functions took themselves. */
export function startupTime(recording: Recording): number {
  return recording.functions.reduce((sum, { isStartupPath, selfUs }) => sum + (isStartupPath ? selfUs : 0), 0)
}
