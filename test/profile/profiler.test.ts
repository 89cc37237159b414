import { describe, expect, it } from 'vitest'

import { LayoutConfig } from '../../src/model/index.ts'
import {
  collectGlobalMetrics,
  generateGlobalFeedback,
  inferPhaseFromRates,
  LayoutFeedback,
  ProfileConfig,
  recordCall,
  RuntimeProfiler,
  startProfiling,
  stopProfiling,
} from '../../src/profile/index.ts'

const times = (count: number, action: () => void): void => {
  for (let i = 0; i < count; i++) action()
}

describe('RuntimeProfiler', () => {
  it('counts calls alone whose time is none, and drops what is no name', () => {
    const profiler = new RuntimeProfiler({ sampleRate: 1 })
    profiler.start()
    for (const ns of [40, Number.NaN, -5, Infinity, 60]) profiler.recordCallWithDuration('q', ns)
    expect(profiler.collectMetrics().functions).toMatchObject([
      { name: 'q', callCount: 5, totalTimeNs: 100, timedCalls: 2 },
    ])
    for (const name of [5, undefined, null, {}]) profiler.recordCall(name as never)
    profiler.stop()
    expect(profiler.collectMetrics().dropped).toBe(4)
    expect(profiler.collectMetrics().functions).toHaveLength(1)
  })

  it('records calls between start and stop, and nothing else', () => {
    const profiler = new RuntimeProfiler({ sampleRate: 1 })
    profiler.recordCall('too early')
    profiler.start()
    expect(profiler.isActive()).toBe(true)
    times(40, () => profiler.recordCall('a'))
    profiler.recordCallWithDuration('b', 500)
    profiler.recordCallWithDuration('b', 1500)
    profiler.stop()
    profiler.recordCall('too late')

    const metrics = profiler.collectMetrics()
    expect(metrics.functions.map(({ name, callCount }) => [name, callCount])).toEqual([
      ['a', 40],
      ['b', 2],
    ])
    const b = metrics.functions[1]!
    expect(b.avgDurationNs()).toBe(1000)
    expect(b.callsPerSecond(0.5)).toBe(4)
    expect(b.firstCallNs).toBeGreaterThanOrEqual(0)
    expect(b.lastCallNs).toBeGreaterThanOrEqual(b.firstCallNs)
    expect(metrics).toMatchObject({ sampleCount: 42, totalCalls: 42, dropped: 0 })
    expect(metrics.durationSeconds).toBeGreaterThan(0)
    profiler.clear()
    expect(profiler.sampleCount()).toBe(0)
    expect(profiler.collectMetrics().functions).toEqual([])
  })

  it('infers phases from call patterns', () => {
    const thresholds = { startupWindowNs: 100e6, firstFrameWindowNs: 500e6, hotThreshold: 100, coldThreshold: 1 }
    const infer = (callCount: number, firstMs: number, callsPerSecond: number): [string, number] => {
      const evidence = { callCount, firstCallNs: firstMs * 1e6, callsPerSecond }
      const { phase, confidence } = inferPhaseFromRates(evidence, thresholds)
      return [phase, confidence]
    }
    expect(infer(5, 99.9, 1e6)).toEqual(['startup', 0.9])
    expect(infer(6, 49, 9.9)).toEqual(['startup', 0.7])
    expect(infer(6, 49, 10)).toEqual(['first_frame', 0.8])
    expect(infer(6, 51, 0)).toEqual(['first_frame', 0.8])
    expect(infer(5, 100, 0)).toEqual(['first_frame', 0.8])
    expect(infer(21, 10, 20)).toEqual(['steady', 0.5])
    expect(infer(20, 499, 50)).toEqual(['steady', 0.5])
    expect(infer(20, 500, 0.9)).toEqual(['cold', 0.8])
    expect(infer(1000, 10, 100)).toEqual(['steady', 0.9])
    expect(infer(0, Infinity, 0)).toEqual(['cold', 0.8])
    expect(infer(1000, 600, 1)).toEqual(['steady', 0.5])
  })

  it('makes feedback from inferences of at least 0.6, and none below the minimum of samples', () => {
    const profiler = new RuntimeProfiler({ sampleRate: 1, minSamples: 100 })
    profiler.setStartupWindow(60_000)
    profiler.start()
    profiler.recordCall('init')
    expect(profiler.generateLayoutFeedback().hasRecommendations()).toBe(false)
    times(200, () => profiler.recordCall('render'))
    const feedback = profiler.generateLayoutFeedback()
    expect(feedback.promoteToStartup).toEqual(['init'])
    // 200 calls within a moment: far above 100 calls a second.
    expect(feedback.promoteToSteady).toEqual(['render'])
    expect(feedback.confidence).toBeCloseTo(0.9)
    expect(feedback.sampleCount).toBe(201)

    const config = { overrides: new Map([['debug', 'cold' as const]]) }
    feedback.applyToConfig(config)
    expect([...config.overrides]).toEqual([
      ['debug', 'cold'],
      ['init', 'startup'],
      ['render', 'steady'],
    ])
    const layout = new LayoutConfig({ pageSize: 8192, overrides: new Map([['init', 'cold']]) })
    const changed = feedback.applyToConfig(layout)
    expect([changed.phaseOf('init'), changed.phaseOf('render'), changed.pageSize]).toEqual(['startup', 'steady', 8192])
    expect(layout.phaseOf('init')).toBe('cold')
  })

  it('writes feedback as SDN', () => {
    const feedback = new LayoutFeedback({
      promoteToStartup: ['load_config', 'init'],
      promoteToSteady: ['render', 'update'],
      demoteToCold: ['debug_dump'],
      confidence: 0.85,
      sampleCount: 10_000,
    })
    expect(feedback.toSdn()).toBe(`# Runtime profiling feedback
# Confidence: 85.0%
# Based on 10000 samples

layout:
    overrides:
        init: startup
        load_config: startup
        render: steady
        update: steady
        debug_dump: cold
`)
    const named = new LayoutFeedback({ promoteToStartup: ['src/a "b".ts:x\n'], demoteToCold: ['plain'] })
    expect(named.toSdn().split('\n').slice(4)).toEqual([
      'layout:',
      '    overrides:',
      '    overrides |function, phase|',
      String.raw`        "src/a \"b\".ts:x\n", startup`,
      '        "plain", cold',
      '',
    ])
  })

  it('records 1 call in sampleRate once the first 32 of a function are over, and scales the count', () => {
    const profiler = new RuntimeProfiler({ sampleRate: 100 })
    profiler.start()
    times(1_000_000, () => profiler.recordCall('hot'))
    const [hot] = profiler.collectMetrics().functions
    // 10,000 expected samples: standard deviation 100; the generator is seeded, so this is no matter of luck.
    expect(hot!.sampleCount).toBeGreaterThan(9500)
    expect(hot!.sampleCount).toBeLessThan(10_500)
    expect(hot!.callCount).toBe(32 + (hot!.sampleCount - 32) * 100)
  })

  it('ranks hot functions', () => {
    const profiler = new RuntimeProfiler(ProfileConfig.highResolution())
    profiler.start()
    for (const [name, calls] of Object.entries({ warm: 50, hot: 500, cool: 1 })) {
      times(calls, () => profiler.recordCall(name))
    }
    const metrics = profiler.collectMetrics()
    expect(metrics.topHotFunctions(2).map(({ name }) => name)).toEqual(['hot', 'warm'])
    expect(metrics.topHotFunctions(0)).toEqual([])
    const phases = (['startup', 'first_frame', 'steady', 'cold'] as const).map((phase) =>
      metrics.functionsByPhase(phase),
    )
    expect(phases.flat()).toHaveLength(3)
    // The stack is that of the caller: this file, not the profiler's.
    expect(metrics.functions[0]!.stacks[0]![0].split('\n')[0]).toContain('profiler.test.ts')
  })

  it('offers the same through global functions', () => {
    recordCall('nobody listens')
    startProfiling({ sampleRate: 1, minSamples: 1 }).setStartupWindow(60_000)
    recordCall('once')
    stopProfiling()
    recordCall('nobody listens')
    expect(collectGlobalMetrics().functions.map(({ name }) => name)).toEqual(['once'])
    expect(generateGlobalFeedback().promoteToStartup).toEqual(['once'])
  })

  it('goes on after a stop, without counting the pause', async () => {
    const profiler = new RuntimeProfiler({ sampleRate: 1 })
    profiler.start()
    profiler.stop()
    const before = profiler.collectMetrics().durationSeconds
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(profiler.collectMetrics().durationSeconds).toBe(before)
    profiler.start()
    profiler.recordCall('late')
    expect(profiler.collectMetrics().functions[0]!.firstCallNs).toBeGreaterThan(15e6)
  })

  it('bounds its memory by maxFunctions and says what is missing', () => {
    const profiler = new RuntimeProfiler({ sampleRate: 1, maxFunctions: 10 })
    profiler.start()
    for (let round = 0; round < 2; round++) for (let i = 0; i < 100; i++) profiler.recordCall(`f${i}`)
    const metrics = profiler.collectMetrics()
    expect(metrics.functions.map(({ name }) => name).sort()).toEqual(Array.from({ length: 10 }, (_, i) => `f${i}`))
    expect(metrics.sampleCount).toBe(20)
    expect(metrics.dropped).toBeGreaterThan(0)
  })

  it('demotes a hot function that has cooled', async () => {
    const profiler = new RuntimeProfiler({ sampleRate: 1, minSamples: 1 })
    profiler.setStartupWindow(0)
    profiler.setFirstFrameWindow(0)
    profiler.start()
    times(100_000, () => profiler.recordCall('old'))
    await new Promise((resolve) => setTimeout(resolve, 5))
    profiler.rollWindow()
    expect(profiler.generateLayoutFeedback().promoteToSteady).toContain('old')
    profiler.rollWindow()
    times(10_000, () => profiler.recordCall('new'))
    await new Promise((resolve) => setTimeout(resolve, 5))
    profiler.rollWindow()
    const feedback = profiler.generateLayoutFeedback()
    expect(feedback.demoteToCold).toEqual(['old'])
    expect(feedback.promoteToSteady).toEqual(['new'])
  })

  it('counts page savings on the given order', () => {
    const profiler = new RuntimeProfiler({ sampleRate: 1, minSamples: 1 })
    profiler.setStartupWindow(60_000)
    profiler.start()
    for (const name of ['s0', 's1', 's2']) profiler.recordCall(name)
    const order = ['s0', 'x', 's1', 'y', 's2', 'z'].map((name) => ({ name, size: 4000 }))
    // s0 on page 0, s1 (8000-12000) on 1 and 2, s2 (16000-20000) on 3 and 4; together 12,000 bytes: 3 pages.
    expect(profiler.collectMetrics().pageSavings(order).startup).toEqual({ before: 5, after: 3 })
  })

  it.each([
    [{ sampleRate: 0 }, 'sampleRate is 0'],
    [{ sampleRate: 1.5 }, 'sampleRate is 1.5'],
    [{ maxFunctions: Number.NaN }, 'maxFunctions is NaN'],
    [{ coldThreshold: 200 }, 'coldThreshold 200 is above hotThreshold 100'],
    [{ sampelRate: 1 } as object, 'unknown key "sampelRate"'],
  ])('refuses the configuration %j', (config, message) => {
    expect(() => new RuntimeProfiler(config)).toThrow(message)
  })
})
