import type { ProbeConfig } from './config.ts'
import type { Probe } from './probe.ts'

type MarkFunction = typeof performance.mark

/**
 * Makes `performance.mark` calls of the user's with one of the configured names count as markers. The method keeps
 * its behaviour. Returns a function that puts the original back.
 */
export function watchMarks(probe: Pick<Probe, 'mark'>, config: Pick<ProbeConfig, 'marks'>): () => void {
  const names = new Set(config.marks)
  // oxlint-disable-next-line typescript/unbound-method -- called with the caller's own `this`
  const original: MarkFunction | undefined = performance.mark
  // No `performance.mark` in this environment: only the markers of `vitest-layout/markers` count.
  if (typeof original !== 'function' || names.size === 0) return () => undefined
  const own = Object.getOwnPropertyDescriptor(performance, 'mark')
  const replacement = function mark(
    this: Performance,
    name: string,
    options?: PerformanceMarkOptions,
  ): PerformanceMark {
    const mark = Reflect.apply(original, this, arguments.length > 1 ? [name, options] : [name]) as PerformanceMark
    if (names.has(mark.name)) probe.mark(mark.name)
    return mark
  }
  Object.defineProperty(replacement, 'length', { value: original.length, configurable: true })
  try {
    Object.defineProperty(performance, 'mark', {
      value: replacement,
      configurable: true,
      writable: true,
      enumerable: own?.enumerable ?? false,
    })
  } catch {
    return () => undefined
  }
  return () => {
    if (performance.mark !== replacement) return
    if (own === undefined) delete (performance as { mark?: unknown }).mark
    else Object.defineProperty(performance, 'mark', own)
  }
}
