import { LayoutError } from '../errors.ts'

/** How a profiler measures and judges. */
export interface ProfileConfig {
  /** Record 1 call in so many; the first {@link EXACT_CALLS} calls of every function are recorded at any rate. @default 100 */
  readonly sampleRate: number
  /** Functions to keep track of; further ones are counted as dropped. Bounds the memory. @default 10000 */
  readonly maxFunctions: number
  /** Keep the stacks of sampled calls. @default false */
  readonly trackCallStacks: boolean
  /** Calls a second from which a function is hot. @default 100 */
  readonly hotThreshold: number
  /** Calls a second under which a function is cold. @default 1 */
  readonly coldThreshold: number
  /** Samples needed before anything is recommended. @default 1000 */
  readonly minSamples: number
}

/** Calls of a function that are recorded one by one before sampling begins: beyond every count the phase rule asks for. */
export const EXACT_CALLS = 32

/** Default start-up window, nanoseconds. */
export const STARTUP_WINDOW_NS = 100e6
/** Default first-frame window, nanoseconds. */
export const FIRST_FRAME_WINDOW_NS = 500e6

interface ProfileConfigPresets {
  default(): ProfileConfig
  /** Every call, with stacks. */
  highResolution(): ProfileConfig
  /** 1 call in 1000, 1000 functions. */
  lowOverhead(): ProfileConfig
}

const DEFAULTS: ProfileConfig = {
  sampleRate: 100,
  maxFunctions: 10_000,
  trackCallStacks: false,
  hotThreshold: 100,
  coldThreshold: 1,
  minSamples: 1000,
}

/** The presets; each call gives a new object to spread and change. */
export const ProfileConfig: ProfileConfigPresets = {
  default: () => ({ ...DEFAULTS }),
  highResolution: () => ({ ...DEFAULTS, sampleRate: 1, trackCallStacks: true }),
  lowOverhead: () => ({ ...DEFAULTS, sampleRate: 1000, maxFunctions: 1000 }),
}

/**
 * A whole configuration from a part of one.
 *
 * @throws LayoutError `PROFILE_CONFIG` on an unknown key or a value out of range.
 */
export function resolveProfileConfig(part: Partial<ProfileConfig> = {}): ProfileConfig {
  for (const key of Object.keys(part)) {
    if (!Object.hasOwn(DEFAULTS, key)) fail(`unknown key ${JSON.stringify(key)}`, Object.keys(DEFAULTS).join(', '))
  }
  const config = { ...DEFAULTS, ...part }
  for (const key of ['sampleRate', 'maxFunctions'] as const) {
    if (!Number.isInteger(config[key]) || config[key] < 1 || config[key] > 2 ** 24) {
      fail(`${key} is ${String(config[key])}`, 'a whole number from 1 to 16777216')
    }
  }
  for (const key of ['hotThreshold', 'coldThreshold', 'minSamples'] as const) {
    if (typeof config[key] !== 'number' || !(config[key] >= 0)) {
      fail(`${key} is ${String(config[key])}`, 'a number, 0 or more')
    }
  }
  if (typeof config.trackCallStacks !== 'boolean') {
    fail(`trackCallStacks is ${String(config.trackCallStacks)}`, 'true or false')
  }
  if (config.coldThreshold > config.hotThreshold) {
    fail(`coldThreshold ${config.coldThreshold} is above hotThreshold ${config.hotThreshold}`, 'the other way round')
  }
  return config
}

function fail(found: string, expected: string): never {
  throw new LayoutError('PROFILE_CONFIG', `profile configuration: ${found}, expected ${expected}.`)
}
