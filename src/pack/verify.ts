import { selectTraces, type PackInput } from './input.ts'
import { placeDense } from './pages.ts'
import { addReplays, replayTraces, type NamedLayout, type Replay } from './replay.ts'

/** With fewer traces (or groups of them) a held-out part says nothing. */
const MIN_HELD_OUT_GROUPS = 5
const MAX_FOLDS = 5

/** The names under which {@link verifyLayout} replays layouts. */
export type LayoutRole = 'source' | 'previous' | 'packed'

export interface Verification {
  /** All traces on the layout that was made from them; `previous` only where there is one. */
  readonly train: Replay
  /** Each trace on a layout made without it, k-fold; undefined when there are too few. */
  readonly heldOut: (Replay & { readonly folds: number }) | undefined
  /** Whether it touches more pages, by weight, than the previous layout on the same traces. */
  readonly isWorse: boolean
}

export interface VerifyOptions {
  /** Bytes. */
  readonly pageSize: number
  /** Start bytes of the functions in the layout there was before. */
  readonly previous?: Float64Array | undefined
  /** Makes a layout from an input whose traces are a part of all; undefined skips the held-out replay. */
  readonly solve?: ((input: PackInput) => Float64Array) | undefined
  /** Traces of one group (a test file) are held out together; each trace its own group by default. */
  readonly groups?: Int32Array | undefined
}

/**
 * Replays the recorded traces on a layout, on the one before it, and on source order (functions by number, without gaps).
 * Nothing is estimated: every number is a count of pages.
 *
 * @param packed start bytes of the functions in the new layout
 */
export function verifyLayout(input: PackInput, packed: Float64Array, options: VerifyOptions): Verification {
  const { sizes, traces } = input
  const fixed: NamedLayout[] = [{ name: 'source', starts: placeDense(Int32Array.from(sizes.keys()), sizes) }]
  if (options.previous !== undefined) fixed.push({ name: 'previous', starts: options.previous })
  const train = replayTraces([...fixed, { name: 'packed', starts: packed }], sizes, traces, options.pageSize)
  const { previous, packed: now } = train.layouts
  return {
    train,
    heldOut: replayHeldOut(input, fixed, options),
    isWorse: previous !== undefined && now!.weightedPages > previous.weightedPages,
  }
}

function replayHeldOut(
  input: PackInput,
  fixed: readonly NamedLayout[],
  { pageSize, solve, groups }: VerifyOptions,
): Verification['heldOut'] {
  const { sizes, traces } = input
  const groupOf = groups ?? Int32Array.from(traces.weights.keys())
  // By rank, not by number: groups may be numbered with gaps.
  const ranks = new Map([...new Set(groupOf)].sort((a, b) => a - b).map((group, rank) => [group, rank]))
  if (solve === undefined || ranks.size < MIN_HELD_OUT_GROUPS) return undefined
  const folds = Math.min(MAX_FOLDS, ranks.size)
  const foldOf = Int32Array.from(groupOf, (group) => ranks.get(group)! % folds)
  let total: Replay | undefined
  for (let fold = 0; fold < folds; fold++) {
    const starts = solve({ ...input, traces: selectTraces(traces, (t) => foldOf[t] !== fold) })
    const heldOut = selectTraces(traces, (t) => foldOf[t] === fold)
    const replay = replayTraces([...fixed, { name: 'packed', starts }], sizes, heldOut, pageSize)
    total = total === undefined ? replay : addReplays(total, replay)
  }
  return { ...total!, folds }
}
