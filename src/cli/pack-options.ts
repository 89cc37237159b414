import { LayoutError } from '../errors.ts'
import { ALGORITHMS, type Algorithm } from '../pack/index.ts'

/** @throws LayoutError `USAGE` */
export function parseAlgorithm(name: string): Algorithm {
  const algorithm = ALGORITHMS.find((known) => known === name)
  if (algorithm !== undefined) return algorithm
  throw new LayoutError('USAGE', `unknown algorithm ${JSON.stringify(name)}, expected one of ${ALGORITHMS.join(', ')}.`)
}

/** @throws LayoutError `USAGE` */
export function parseCount(option: string, text: string): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && count > 0 && count < 2 ** 31) return count
  throw new LayoutError('USAGE', `${option} is ${JSON.stringify(text)}, expected a whole number above 0.`)
}

/** @throws LayoutError `USAGE` */
export function parseShare(option: string, text: string): number {
  const share = Number(text)
  if (text.trim() !== '' && share >= 0 && share <= 1) return share
  throw new LayoutError('USAGE', `${option} is ${JSON.stringify(text)}, expected a number from 0 to 1.`)
}
