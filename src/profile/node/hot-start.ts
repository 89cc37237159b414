import type { Reading } from './control.ts'

/**
 * Calls a millisecond from which a program computes, rather than starts. A call of code that V8 has not optimised takes
 * about a tenth of a microsecond more than one that it has: from here on counting takes a tenth of the program's time.
 */
const HOT_CALLS_PER_MS = 1000

/** Whether what was counted since `sinceMs` is work of a program that is past its start. */
export function isHot({ scripts, atMs }: Reading, sinceMs: number): boolean {
  let calls = 0
  for (const { functions } of scripts) {
    for (const { ranges } of functions) calls += ranges[0]?.count ?? 0
  }
  return calls > HOT_CALLS_PER_MS * Math.max(1, atMs - sinceMs)
}
