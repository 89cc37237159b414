import { describe, expect, it } from 'vitest'

import { EXACT_CALLS, inferPhaseFromRates, RuntimeProfiler } from '../../src/profile/index.ts'

/**
 * A synthetic program of 300 functions whose true phases are known: called once, a few times, some or very often.
 * Calls come interleaved in a regular pattern: the kind that fools a sampler that takes every n-th call.
 */
function program(): { name: string; calls: number }[] {
  const functions = []
  for (let i = 0; i < 100; i++) functions.push({ name: `once${i}`, calls: 1 })
  for (let i = 0; i < 100; i++) functions.push({ name: `few${i}`, calls: 6 + (i % 15) })
  for (let i = 0; i < 100; i++) functions.push({ name: `often${i}`, calls: 20_000 + 100 * i })
  return functions
}

function run(profiler: RuntimeProfiler): void {
  const left = program()
  for (let busy = true; busy;) {
    busy = false
    for (const entry of left) {
      if (entry.calls-- <= 0) continue
      busy = true
      profiler.recordCall(entry.name)
    }
  }
}

describe('sampling', () => {
  it.each([1, 100, 1000])('tells the same phases at rate %i as the truth', (sampleRate) => {
    const profiler = new RuntimeProfiler({ sampleRate })
    profiler.start()
    run(profiler)
    profiler.stop()
    const metrics = profiler.collectMetrics()
    const byName = new Map(metrics.functions.map((stats) => [stats.name, stats]))
    // A program's seconds are not ours: judge the counts as if the run had lasted ten seconds.
    const seconds = 10
    const thresholds = { startupWindowNs: 1e18, firstFrameWindowNs: 2e18, hotThreshold: 100, coldThreshold: 1 }
    const infer = (callCount: number): string =>
      inferPhaseFromRates({ callCount, firstCallNs: 1, callsPerSecond: callCount / seconds }, thresholds).phase
    const wrong: string[] = []
    const errors: number[] = []
    for (const { name, calls } of program()) {
      const { callCount = 0, sampleCount = 0 } = byName.get(name) ?? {}
      if (infer(callCount) !== infer(calls) || sampleCount > calls || sampleCount === 0) wrong.push(name)
      const isExact = calls <= EXACT_CALLS || sampleRate === 1
      errors.push(Math.abs(callCount - calls) / (isExact ? Number.MIN_VALUE : Math.sqrt(calls * sampleRate)))
    }
    expect(wrong).toEqual([])
    // Exact where it must be (any error is infinite there), else that of a binomial draw: 4.5 deviations for the worst of 100.
    expect(Math.max(...errors)).toBeLessThan(4.5)
  })

  it('finds a function called once behind a hot one at every rate', () => {
    for (const sampleRate of [1, 10, 100, 1000, 100_000]) {
      const profiler = new RuntimeProfiler({ sampleRate })
      profiler.start()
      for (let i = 0; i < 10_000; i++) profiler.recordCall('loop')
      profiler.recordCall('once')
      for (let i = 0; i < 10_000; i++) profiler.recordCall('loop')
      const once = profiler.collectMetrics().functions.find(({ name }) => name === 'once')
      expect(once).toMatchObject({ callCount: 1, sampleCount: 1 })
    }
  })

  it('scales durations like counts', () => {
    const profiler = new RuntimeProfiler({ sampleRate: 100 })
    profiler.start()
    for (let i = 0; i < 100_000; i++) profiler.recordCallWithDuration('f', 250)
    const [f] = profiler.collectMetrics().functions
    expect(f!.avgDurationNs()).toBe(250)
    expect(f!.totalTimeNs).toBe(f!.callCount * 250)
  })
})
