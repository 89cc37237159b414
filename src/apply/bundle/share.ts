import type { BundleFunction } from './functions.ts'

export interface ShareOptions {
  /**
   * Which of the functions that ran: those that ran in at least this part of the runs, from 0 (any) to 1 (all); or
   * `balanced`, as many as no run that was recorded has to pay for, those that most runs ran first. A function in the
   * code cache costs every run that loads the file a little, and saves its compilation where it runs.
   *
   * @default 0
   */
  readonly share?: number | 'balanced' | undefined
}

/**
 * How much more it costs to compile a function on its first call than to read it from the code cache. Measured at about
 * 10 under Node 24; half of that keeps a margin.
 */
const COMPILE_TO_READ = 5

/**
 * Chooses among the functions that ran.
 *
 * @param ran the runs that ran a function, by its index
 * @param runs all runs that loaded the file
 */
export function chooseByShare<Run>(
  functions: readonly BundleFunction[],
  ran: ReadonlyMap<number, ReadonlySet<Run>>,
  runs: readonly Run[],
  { share = 0 }: ShareOptions,
): Set<number> {
  if (share === 'balanced') return balanced(functions, ran, runs)
  const least = share * runs.length
  return new Set([...ran].filter(([, seen]) => seen.size >= least).map(([index]) => index))
}

/**
 * The most functions for which every run saves at least as much by those it runs as it pays for the others. Sizes
 * of text stand for costs. Among functions that equally many runs ran the small ones come first: a call for the
 * compiler costs something whatever the size.
 */
function balanced<Run>(
  functions: readonly BundleFunction[],
  ran: ReadonlyMap<number, ReadonlySet<Run>>,
  runs: readonly Run[],
): Set<number> {
  const sizes = functions.map(({ start, end }) => end - start)
  const own = [...sizes]
  for (const [index, { parent }] of functions.entries()) if (parent !== -1) own[parent]! -= sizes[index]!
  const order = [...ran].sort(([a, left], [b, right]) => right.size - left.size || own[a]! - own[b]! || a - b)
  const credit = new Map(runs.map((run) => [run, 0]))
  const chosen = new Set<number>()
  for (const [index, seen] of order) {
    const { alreadyEager } = functions[index]!
    const size = alreadyEager ? 0 : own[index]!
    const payers = runs.filter((run) => !seen.has(run))
    if (payers.some((run) => credit.get(run)! < size)) break
    for (const run of payers) credit.set(run, credit.get(run)! - size)
    for (const run of seen) credit.set(run, credit.get(run)! + size * COMPILE_TO_READ)
    chosen.add(index)
  }
  return chosen
}
