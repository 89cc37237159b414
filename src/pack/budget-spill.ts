import { PHASES, type LayoutPhase } from '../model/phase.ts'

/** A phase that takes more pages than its budget, and the smallest change that would make it fit. */
export interface BudgetSpill {
  readonly phase: LayoutPhase
  readonly pages: number
  readonly budget: number
  /**
   * The fewest functions found whose leaving makes the rest fit, in layout order; of sets as small, one with few bytes.
   * Undefined when even without all functions that may leave it would not fit (pins and anchors stay).
   */
  readonly leaving: Int32Array | undefined
  /** Their bytes. */
  readonly bytes: number
}

/**
 * Finds the phases over budget and what would have to go.
 *
 * Largest functions first, as many as it takes; then each chosen one, the smallest first, is exchanged for a smaller one that still does.
 * Every step packs what stays, so that the answer holds for pages, not only for bytes. O(n log n + packings).
 *
 * @param order layout order
 * @param phaseOf place of each function's phase in `PHASES`
 * @param isFixed 1 for functions that must stay in their phase
 * @param budgets pages by phase; 0 means none
 */
export function findBudgetSpills(
  order: Int32Array,
  sizes: Int32Array,
  pageSize: number,
  phaseOf: Uint8Array,
  isFixed: Uint8Array,
  budgets: Readonly<Record<LayoutPhase, number>>,
): BudgetSpill[] {
  return PHASES.flatMap((phase, number): BudgetSpill[] => {
    const budget = budgets[phase]
    const members = order.filter((f) => phaseOf[f] === number)
    const pages = budget === 0 ? 0 : countPages(members, sizes, pageSize, new Uint8Array(sizes.length))
    if (pages <= budget) return []
    const leaving = smallestChange(members, sizes, pageSize, isFixed, budget)
    const bytes = leaving === undefined ? 0 : leaving.reduce((sum, f) => sum + sizes[f]!, 0)
    return [{ phase, pages, budget, leaving, bytes }]
  })
}

function smallestChange(
  members: Int32Array,
  sizes: Int32Array,
  pageSize: number,
  isFixed: Uint8Array,
  budget: number,
): Int32Array | undefined {
  const movable = members.filter((f) => isFixed[f] !== 1).sort((a, b) => sizes[b]! - sizes[a]! || a - b)
  const leaves = new Uint8Array(sizes.length)
  const fits = (): boolean => countPages(members, sizes, pageSize, leaves) <= budget
  let count = 0
  // Bytes say how many must go at least; packing may take a few more.
  let excess = members.reduce((sum, f) => sum + sizes[f]!, 0) - budget * pageSize
  for (; count < movable.length && excess > 0; count++) {
    leaves[movable[count]!] = 1
    excess -= sizes[movable[count]!]!
  }
  while (!fits()) {
    if (count === movable.length) return undefined
    leaves[movable[count++]!] = 1
  }
  for (let chosen = count - 1; chosen >= 0; chosen--) {
    const f = movable[chosen]!
    leaves[f] = 0
    // Sizes fall along `movable`: the functions that are large enough stand before those that are not.
    let low = count - 1
    let high = movable.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      const candidate = movable[middle]!
      const isFree = leaves[candidate] === 0
      leaves[candidate] = 1
      const isEnough = isFree && fits()
      if (isFree) leaves[candidate] = 0
      if (isEnough) low = middle
      else high = middle - 1
    }
    leaves[low < count ? f : movable[low]!] = 1
  }
  return members.filter((f) => leaves[f] === 1)
}

/** Pages of one phase that starts on a page of its own, by the rule of `paginate`. */
function countPages(members: Int32Array, sizes: Int32Array, pageSize: number, leaves: Uint8Array): number {
  let pages = 0
  let used = 0
  let isOccupied = false
  for (const f of members) {
    if (leaves[f] === 1) continue
    const size = sizes[f]!
    if (used > 0 && used + size > pageSize) {
      pages++
      used = 0
    }
    used += size
    isOccupied = true
    if (used >= pageSize) {
      pages += Math.ceil(used / pageSize)
      used = 0
      isOccupied = false
    }
  }
  return pages + (isOccupied ? 1 : 0)
}
