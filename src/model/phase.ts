import { LayoutError, type SourcePlace } from '../errors.ts'

/** When code runs; the unit by which pages are kept apart. */
export type LayoutPhase = 'startup' | 'first_frame' | 'steady' | 'cold'

export interface PhaseInfo {
  /** Lower is laid out earlier. */
  readonly priority: number
  /** Default budget in pages; 0 means none. */
  readonly budget: number
  /** Whether the phase starts on a page of its own. */
  readonly aligned: boolean
  /** The section that native linkers get. */
  readonly section: string
}

export const PHASE_INFO: Readonly<Record<LayoutPhase, PhaseInfo>> = {
  startup: { priority: 0, budget: 8, aligned: true, section: '.text.startup' },
  first_frame: { priority: 1, budget: 4, aligned: true, section: '.text.first_frame' },
  steady: { priority: 2, budget: 0, aligned: false, section: '.text' },
  cold: { priority: 3, budget: 0, aligned: false, section: '.text.cold' },
}

/** All phases in layout order. */
export const PHASES: readonly LayoutPhase[] = ['startup', 'first_frame', 'steady', 'cold']

export const DEFAULT_PHASE: LayoutPhase = 'steady'

/** The phase of that name, without regard to case (`firstframe` is accepted), or `undefined`. */
export function findPhase(name: string): LayoutPhase | undefined {
  const lower = name.toLowerCase()
  if (lower === 'firstframe') return 'first_frame'
  return PHASES.find((phase) => phase === lower)
}

/**
 * The phase of that name.
 *
 * @throws LayoutError `UNKNOWN_PHASE` naming the phases there are.
 */
export function parsePhase(name: string, place: SourcePlace = {}): LayoutPhase {
  const phase = findPhase(name)
  if (phase !== undefined) return phase
  throw new LayoutError(
    'UNKNOWN_PHASE',
    `unknown phase ${JSON.stringify(name)}, expected one of ${PHASES.join(', ')}.`,
    place,
  )
}
