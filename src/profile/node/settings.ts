import { constants } from 'node:os'

import { ProfileConfig } from '../config.ts'
import { LayoutError } from '../../errors.ts'

/** How `vitest-layout/profile/register` works; plain data that goes to its worker. */
export interface RegisterSettings {
  readonly config: ProfileConfig
  /** Where the feedback goes, absolute. `%p` in it stood for the process id. */
  readonly file: string
  /** Folder that modules are named from, absolute. */
  readonly root: string
  /** Milliseconds between two writes. */
  readonly intervalMs: number
  readonly startupMs: number
  readonly firstFrameMs: number
  /** Milliseconds of wall time that calls are counted for in one burst; 0: calls are counted in the windows only. */
  readonly burstMs: number
  /** Milliseconds of CPU that the process spends between two bursts. */
  readonly burstEveryMs: number
  /** CPU before the first burst. */
  readonly firstBurstMs: number
  /** Whether V8 counts to the end of the windows, and in bursts, also in a program that computes from its start. */
  readonly countsHotStart: boolean
  /** Milliseconds of wall time that stacks are sampled for in one burst; 0 for no sampling. */
  readonly samplingMs: number
  /** Milliseconds between two samples. */
  readonly samplingIntervalMs: number
  /** Upon it the feedback is written; '' for none. */
  readonly signal: string
}

const PRESETS = {
  default: { config: () => ProfileConfig.default(), burstMs: 250, burstEveryMs: 60_000 },
  highResolution: { config: () => ProfileConfig.highResolution(), burstMs: 250, burstEveryMs: 10_000 },
  lowOverhead: { config: () => ProfileConfig.lowOverhead(), burstMs: 0, burstEveryMs: 300_000 },
} as const

/**
 * Settings from the environment; see the table in `docs/profile.md`.
 *
 * @throws LayoutError `PROFILE_CONFIG` naming the variable.
 */
export function settingsFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  process: { readonly pid: number; cwd(): string; resolve(path: string): string },
): RegisterSettings {
  const read = (key: string): string | undefined => env[`VITEST_LAYOUT_${key}`] || undefined
  const number = (key: string, otherwise: number): number => {
    const text = read(key)
    const value = text === undefined ? otherwise : Number(text)
    if (value >= 0 && value < 2 ** 31) return value
    throw new LayoutError('PROFILE_CONFIG', `VITEST_LAYOUT_${key} is ${JSON.stringify(text)}, expected milliseconds.`)
  }
  const preset = read('PROFILE') ?? 'default'
  if (!Object.hasOwn(PRESETS, preset)) {
    const names = [...Object.keys(PRESETS), 'off'].join(', ')
    throw new LayoutError('PROFILE_CONFIG', `VITEST_LAYOUT_PROFILE is ${JSON.stringify(preset)}, expected ${names}.`)
  }
  const { config, burstMs, burstEveryMs } = PRESETS[preset as keyof typeof PRESETS]
  const file = read('FEEDBACK') ?? 'layout-feedback.%p.sdn'
  const base = config()
  const stacks = read('STACKS')
  if (stacks !== undefined && stacks !== '0' && stacks !== '1') {
    throw new LayoutError('PROFILE_CONFIG', `VITEST_LAYOUT_STACKS is ${JSON.stringify(stacks)}, expected 0 or 1.`)
  }
  return {
    config: stacks === undefined ? base : { ...base, trackCallStacks: stacks === '1' },
    file: process.resolve(file.replaceAll('%p', String(process.pid))),
    root: process.resolve(read('ROOT') ?? process.cwd()),
    intervalMs: Math.max(100, number('INTERVAL', 60_000)),
    startupMs: number('STARTUP_WINDOW', 100),
    firstFrameMs: number('FIRST_FRAME_WINDOW', 500),
    burstMs: number('BURST', burstMs),
    burstEveryMs: number('BURST_EVERY', burstEveryMs),
    firstBurstMs: number('FIRST_BURST', Math.min(2000, burstEveryMs)),
    countsHotStart: base.sampleRate === 1 || read('BURST') !== undefined,
    samplingMs: number('SAMPLING', 2000),
    samplingIntervalMs: Math.max(0.1, number('SAMPLING_INTERVAL', 2)),
    signal: signalOf(read('SIGNAL')) ?? 'SIGUSR2',
  }
}

/** Those that no program can handle. */
const FINAL_SIGNALS: ReadonlySet<string> = new Set(['SIGKILL', 'SIGSTOP'])

function signalOf(name: string | undefined): string | undefined {
  if (name === undefined || (Object.hasOwn(constants.signals, name) && !FINAL_SIGNALS.has(name))) return name
  const what = FINAL_SIGNALS.has(name) ? 'which no program can handle' : 'which this system does not have'
  throw new LayoutError(
    'PROFILE_CONFIG',
    `VITEST_LAYOUT_SIGNAL is ${JSON.stringify(name)}, ${what}, expected a signal such as SIGUSR2.`,
  )
}
