import { PHASES, splitFunctionName, type LayoutConfig, type LayoutPhase } from '../../model/index.ts'

export interface ModulePhase {
  /** The earliest phase of its functions. */
  readonly phase: LayoutPhase
  /** Bytes of its functions in each phase, as recorded. */
  readonly bytes: Readonly<Record<LayoutPhase, number>>
}

/**
 * The phase of each module that a layout knows: the earliest of its functions. A module's own top level counts only
 * where it is all there is: it runs whenever something imports the module, needed or not.
 */
export function modulePhases(layout: LayoutConfig): Map<string, ModulePhase> {
  const found = new Map<string, { bytes: Record<LayoutPhase, number>; functions: number; own: number; top: number }>()
  for (const { name, size } of layout.recorded) {
    const { module, path } = splitFunctionName(name)
    if (module === '') continue
    let facts = found.get(module)
    if (facts === undefined) {
      facts = { bytes: noBytes(), functions: PHASES.length - 1, own: 0, top: PHASES.length - 1 }
      found.set(module, facts)
    }
    const { phase } = layout.explainPhase(name)
    const rank = PHASES.indexOf(phase)
    facts.bytes[phase] += size
    if (path === '<module>') facts.top = rank
    else {
      facts.own++
      facts.functions = Math.min(facts.functions, rank)
    }
  }
  const phases = new Map<string, ModulePhase>()
  for (const [module, { bytes, functions, own, top }] of found) {
    phases.set(module, { phase: PHASES[own > 0 ? functions : top]!, bytes })
  }
  return phases
}

function noBytes(): Record<LayoutPhase, number> {
  return Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<LayoutPhase, number>
}
