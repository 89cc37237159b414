import type { LayoutPhase } from '../model/phase.ts'

/** What the optimizer is told of one function. */
export interface LayoutSymbolInput {
  readonly name: string
  /** Left out: the configuration's phase for that name. */
  readonly phase?: LayoutPhase
  /** Bytes. */
  readonly size: number
  readonly callCount: number
  /** Names of the functions it calls, with the number of calls where known. */
  readonly callees?: ReadonlyMap<string, number> | readonly string[]
  /** An anchor stands first in its phase. */
  readonly isAnchor?: boolean
  /** A pinned function keeps its phase whatever a profile says. */
  readonly pinned?: boolean
}

/** One function of a layout. */
export interface LayoutSymbol extends Required<Omit<LayoutSymbolInput, 'callees'>> {
  readonly callees: ReadonlyMap<string, number>
  /** The page it starts on, counted from 0; undefined before it was put on pages. */
  readonly groupId: number | undefined
}

/** The part of a `LayoutConfig` that packing depends on. */
export interface PackConfig {
  /** Bytes. */
  readonly pageSize: number
  /** Pages of each phase; 0 means no budget. */
  readonly budgets: Readonly<Record<LayoutPhase, number>>
  phaseOf?(name: string): LayoutPhase
}
