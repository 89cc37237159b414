import { LayoutError } from '../../errors.ts'
import type { EagerChoice } from './eager.ts'
import type { BundleFunction } from './functions.ts'

/** A function in V8's precise coverage. */
export interface CoverageFunction {
  readonly functionName: string
  readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[]
}

/** Coverage of one script, as in the files of `NODE_V8_COVERAGE` and in `Profiler.takePreciseCoverage`. */
export interface CoverageScript {
  readonly url: string
  readonly functions: readonly CoverageFunction[]
}

/** The functions that begin at the given offsets into the built file (a method at its key or first modifier). */
export function chooseByPosition(positions: Iterable<number>): EagerChoice {
  return (functions) => {
    const byStart = new Map(functions.map((fn) => [fn.start, fn.index]))
    const chosen = new Set<number>()
    for (const position of positions) {
      const index = byStart.get(position)
      if (index === undefined) {
        throw new LayoutError('NO_FUNCTION_THERE', `no function begins at offset ${position} of this file.`, {
          hint: 'Take the positions from this very file, in UTF-16 units.',
        })
      }
      chosen.add(index)
    }
    return chosen
  }
}

export interface ShareOptions {
  /**
   * Which of the functions that ran: those that ran in at least this part of the processes that loaded the file, from
   * 0 (any) to 1 (all); or `balanced`, as many as no process that was recorded has to pay for, those that most
   * processes ran first. A function in the code cache costs every process that loads the file a little, and saves its
   * compilation where it runs.
   *
   * @default 0
   */
  readonly share?: number | 'balanced' | undefined
}

/**
 * The functions that V8's precise coverage saw running in this very file.
 *
 * @param scripts the file's coverage, once for each process that loaded it
 * @throws LayoutError `COVERAGE_FOREIGN` when a range is no function of the file, so the coverage is of another build.
 */
export function chooseByCoverage(scripts: readonly CoverageScript[], options: ShareOptions = {}): EagerChoice {
  return (functions, bundle) => {
    const finder = new RangeFinder(functions)
    const ran = new Map<number, Set<CoverageScript>>()
    let found = 0
    let missed = 0
    for (const script of scripts) {
      for (const { functionName, ranges } of script.functions) {
        const range = ranges[0]
        if (range === undefined || isNoFunction(functionName, range, bundle.code.length)) continue
        const index = finder.find(range.startOffset, range.endOffset)
        if (index === undefined) {
          missed++
          continue
        }
        found++
        if (range.count === 0) continue
        const processes = ran.get(index)
        if (processes === undefined) ran.set(index, new Set([script]))
        else processes.add(script)
      }
    }
    // Default constructors and the like are functions to V8 that the text does not have: a few may be missed.
    if (missed > 0 && missed > found / 10) {
      throw new LayoutError(
        'COVERAGE_FOREIGN',
        `the coverage has ${found + missed} functions, and ${missed} of them are not in this file.`,
        { file: bundle.file, hint: 'Take the coverage of this very build.' },
      )
    }
    if (options.share === 'balanced') return balanced(functions, ran, scripts)
    const least = (options.share ?? 0) * scripts.length
    return new Set([...ran].filter(([, processes]) => processes.size >= least).map(([index]) => index))
  }
}

/**
 * How much more it costs to compile a function on its first call than to read it from the code cache. Measured at about
 * 10 under Node 24; half of that keeps a margin.
 */
const COMPILE_TO_READ = 5

/**
 * The most functions for which every process saves at least as much by those it runs as it pays for the others. Sizes
 * of text stand for costs. Among functions that equally many processes ran the small ones come first: a call for the
 * compiler costs something whatever the size.
 */
function balanced(
  functions: readonly BundleFunction[],
  ran: ReadonlyMap<number, ReadonlySet<CoverageScript>>,
  scripts: readonly CoverageScript[],
): Set<number> {
  const sizes = functions.map(({ start, end }) => end - start)
  const own = [...sizes]
  for (const [index, { parent }] of functions.entries()) if (parent !== -1) own[parent]! -= sizes[index]!
  const order = [...ran].sort(([a, left], [b, right]) => right.size - left.size || own[a]! - own[b]! || a - b)
  const credit = new Map(scripts.map((script) => [script, 0]))
  const chosen = new Set<number>()
  for (const [index, processes] of order) {
    const { alreadyEager } = functions[index]!
    const size = alreadyEager ? 0 : own[index]!
    const payers = scripts.filter((script) => !processes.has(script))
    if (payers.some((script) => credit.get(script)! < size)) break
    for (const script of payers) credit.set(script, credit.get(script)! - size)
    for (const script of processes) credit.set(script, credit.get(script)! + size * COMPILE_TO_READ)
    chosen.add(index)
  }
  return chosen
}

/** The whole script, and the functions that V8 makes of a class's fields and static blocks. */
function isNoFunction(name: string, range: { startOffset: number; endOffset: number }, length: number): boolean {
  return (range.startOffset === 0 && range.endOffset >= length) || /^<\w+_initializer>$/.test(name)
}

/** Finds functions by range; V8 and the parser agree on the end, and may differ on where a method begins. */
class RangeFinder {
  private readonly byEnd: Map<number, BundleFunction[]> = new Map()

  constructor(functions: readonly BundleFunction[]) {
    for (const fn of functions) {
      const same = this.byEnd.get(fn.end)
      if (same === undefined) this.byEnd.set(fn.end, [fn])
      else same.push(fn)
    }
  }

  find(start: number, end: number): number | undefined {
    let best: BundleFunction | undefined
    for (const fn of this.byEnd.get(end) ?? []) {
      if (best === undefined || Math.abs(fn.start - start) < Math.abs(best.start - start)) best = fn
    }
    return best !== undefined && start >= best.start && start <= best.parametersAt ? best.index : undefined
  }
}
