import process from 'node:process'

import type { ProbeSource } from '../probe-source.ts'
import type { RegisterSettings } from './settings.ts'

/** How often the CPU that the process has spent is looked at. */
const CPU_CHECK_MS = 500

/**
 * Turns the probes on for a short while each time the process has spent so much CPU.
 *
 * @param onEnd called after each burst
 */
export function startBursts(
  source: ProbeSource,
  { burstEveryMs, burstMs, firstBurstMs }: RegisterSettings,
  onEnd: () => void,
): void {
  let cpuAtBurst = cpuMs() - burstEveryMs + firstBurstMs
  let isFirst = true
  let isOn = false
  const check = (): void => {
    const before = cpuMs()
    const spent = before - cpuAtBurst
    if (isOn || spent < burstEveryMs) return
    isOn = true
    const begun = performance.now()
    source.beginBurst()
    setTimeout(() => {
      const since = isFirst ? firstBurstMs : spent
      source.endBurst(Math.max(1, since / Math.max(1, cpuMs() - before)), (performance.now() - begun) / 1000)
      onEnd()
      cpuAtBurst = before
      isFirst = false
      isOn = false
    }, burstMs).unref()
  }
  setInterval(check, CPU_CHECK_MS).unref()
}

/** CPU of the whole process. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
