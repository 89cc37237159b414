import type { FunctionLayoutHint, LayoutConfig, PhaseDecision } from '../model/index.ts'

/** Decides without the recording: what people asked for, and what stands in for a recording where there is none. */
export function decide(
  config: LayoutConfig,
  name: string,
  hint: FunctionLayoutHint | undefined,
  hasRun: boolean,
): PhaseDecision | undefined {
  const wish = config.wishOf(name, hint)
  if (wish !== undefined || hasRun) return wish
  return config.patternPhase(name)
}
