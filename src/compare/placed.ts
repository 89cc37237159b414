import { PHASE_INFO, PHASES, type LayoutPhase } from '../model/phase.ts'
import type { FunctionRecord, Recording } from '../model/recording.ts'
import { paginate, placeDense } from '../pack/index.ts'

/** Where the functions of a recording lie; arrays by function number unless said otherwise. */
export interface Placement {
  /** Bytes. */
  readonly pageSize: number
  /** Pages; 0 means none. */
  readonly budgets: Readonly<Record<LayoutPhase, number>>
  readonly phases: readonly LayoutPhase[]
  /** Function numbers in packed order. */
  readonly order: Int32Array
  /** First page of each function, from 0. */
  readonly page: Int32Array
  /** Byte at which each function starts. */
  readonly starts: Float64Array
  readonly pageCount: number
}

/** A recording and its layout: one side of a comparison. */
export interface PlacedRecording {
  /** What people call it: a file, a branch. */
  readonly label: string
  readonly recording: Recording
  readonly placement: Placement
}

export interface PlaceOptions {
  readonly order: ArrayLike<number>
  readonly phases: readonly LayoutPhase[]
  readonly pageSize: number
  readonly budgets: Readonly<Record<LayoutPhase, number>>
}

/** Puts the functions on pages in a given order. */
export function placeRecording(recording: Recording, options: PlaceOptions): Placement {
  const { pageSize, phases, budgets } = options
  const order = Int32Array.from(options.order)
  const { page, starts, pageCount } = paginate(
    order,
    Int32Array.from(recording.functions, ({ size }) => size),
    pageSize,
    Uint8Array.from(phases, (phase) => PHASE_INFO[phase].priority),
    PHASES.map((phase) => PHASE_INFO[phase].aligned),
  )
  return { pageSize, budgets, phases, order, page, starts, pageCount }
}

/** Function numbers as the code stands without a layout: modules by path, functions by their place. */
export function sourceOrder(functions: readonly FunctionRecord[]): Int32Array {
  const byPlace = (a: FunctionRecord, b: FunctionRecord): number =>
    compare(a.module, b.module) || a.line - b.line || a.column - b.column || compare(a.name, b.name)
  return Int32Array.from(functions.keys()).sort((a, b) => byPlace(functions[a]!, functions[b]!))
}

/** Start bytes of the functions in source order, without gaps. */
export function sourceStarts(functions: readonly FunctionRecord[]): Float64Array {
  return placeDense(
    sourceOrder(functions),
    Int32Array.from(functions, ({ size }) => size),
  )
}

export interface PhasePages {
  readonly pages: number
  readonly bytes: number
  readonly functions: number
}

/** Pages on which each phase has at least one function, its bytes and functions. */
export function countPhases({ recording, placement }: PlacedRecording): Record<LayoutPhase, PhasePages> {
  const pages = new Map(PHASES.map((phase) => [phase, new Set<number>()]))
  const bytes = new Map<LayoutPhase, number>()
  const functions = new Map<LayoutPhase, number>()
  placement.phases.forEach((phase, index) => {
    const { size } = recording.functions[index]!
    const last = Math.floor((placement.starts[index]! + Math.max(size, 1) - 1) / placement.pageSize)
    for (let page = placement.page[index]!; page <= last; page++) pages.get(phase)!.add(page)
    bytes.set(phase, (bytes.get(phase) ?? 0) + size)
    functions.set(phase, (functions.get(phase) ?? 0) + 1)
  })
  const count = (phase: LayoutPhase): PhasePages => ({
    pages: pages.get(phase)!.size,
    bytes: bytes.get(phase) ?? 0,
    functions: functions.get(phase) ?? 0,
  })
  return { startup: count('startup'), first_frame: count('first_frame'), steady: count('steady'), cold: count('cold') }
}

/** By code unit, as every order here. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
