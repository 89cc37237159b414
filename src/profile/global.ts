import type { ProfileConfig } from './config.ts'
import { LayoutFeedback } from './feedback.ts'
import { RuntimeMetrics } from './metrics.ts'
import { RuntimeProfiler } from './profiler.ts'
import { attachProfiler, type AttachedProfiler, type ProfilerHandle } from './share.ts'

let profiler: RuntimeProfiler | undefined
let target: Pick<AttachedProfiler, 'recordCall' | 'recordCallWithDuration'> | undefined

/** The profiler of the global functions, once `startProfiling` made it. */
export function globalProfiler(): RuntimeProfiler | undefined {
  return profiler
}

/** Starts the thread's global profiler; with a configuration, a new one that forgets what the old one knew. */
export function startProfiling(config?: Partial<ProfileConfig>): RuntimeProfiler {
  if (config !== undefined || profiler === undefined) {
    profiler?.stop()
    profiler = new RuntimeProfiler(config)
  }
  target = profiler
  profiler.start()
  return profiler
}

/** In a worker: makes the global `recordCall` count for the profiler that gave this handle. */
export function joinProfiling(handle: ProfilerHandle): void {
  target = attachProfiler(handle)
}

export function stopProfiling(): void {
  profiler?.stop()
}

/** Records a call where profiling was started or joined; costs a check where it was not. */
export function recordCall(functionName: string): void {
  target?.recordCall(functionName)
}

export function recordCallWithDuration(functionName: string, durationNs: number): void {
  target?.recordCallWithDuration(functionName, durationNs)
}

/** Empty before `startProfiling`. */
export function collectGlobalMetrics(): RuntimeMetrics {
  return profiler?.collectMetrics() ?? new RuntimeMetrics([], 0, 0)
}

/** Empty before `startProfiling`. */
export function generateGlobalFeedback(): LayoutFeedback {
  return profiler?.generateLayoutFeedback() ?? new LayoutFeedback()
}
