import { LayoutError } from '../../errors.ts'
import type { EagerChoice } from './eager.ts'
import type { BundleFunction } from './functions.ts'
import { chooseByShare, type ShareOptions } from './share.ts'

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
    return chooseByShare(functions, ran, scripts, options)
  }
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
