import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { temporaryFolder } from './support/build-entry.ts'
import { prepareRegistered, runRegistered } from './support/registered.ts'

const folder = temporaryFolder('hot-start')

beforeAll(async () => {
  await prepareRegistered('hot', folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Counted {
  readonly calls: number
  /** What rates are divided by, at two readings at the end. */
  readonly durations: [number, number]
  readonly count: (line: string) => number | undefined
  readonly firstCallNs: (line: string) => number | undefined
}

/** Runs a program until what the test waits for has happened. */
async function run(program: string, preset: string, until: string): Promise<Counted> {
  const stdout = await runRegistered(folder, [program, until], {
    VITEST_LAYOUT_PROFILE: preset,
    VITEST_LAYOUT_FIRST_FRAME_WINDOW: '60000',
    VITEST_LAYOUT_FIRST_BURST: '0',
    VITEST_LAYOUT_BURST_EVERY: '50',
    VITEST_LAYOUT_SAMPLING: '0',
  })
  const { functions, ...rest } = JSON.parse(stdout) as Pick<Counted, 'calls' | 'durations'> & {
    functions: [name: string, count: number, firstCallNs: number][]
  }
  const lines = readFileSync(join(folder, program), 'utf8').split('\n')
  const find = (text: string): [string, number, number] | undefined => {
    const line = lines.findIndex((one) => one.startsWith(text)) + 1
    return functions.find(([name]) => name.startsWith(`${program}:@${line}:`))
  }
  return { ...rest, count: (text) => find(text)?.[1], firstCallNs: (text) => find(text)?.[2] }
}

describe('a program that computes from its start', () => {
  it('is counted until it is seen to compute, and still every function that runs is found', async () => {
    const { calls, count, firstCallNs } = await run('main.mjs', 'default', 'stopped')
    expect(count('function once')).toBe(1)
    // Called when nothing was counted any more.
    expect(count('function late')).toBe(1)
    expect(firstCallNs('function late')).toBeGreaterThan(firstCallNs('function once')!)
    expect(count('function work')).toBeGreaterThan(0)
    expect(count('function work')).toBeLessThan(calls)
  })

  it('is counted to the end of the windows with highResolution', async () => {
    const { calls, count } = await run('main.mjs', 'highResolution', 'read')
    expect(count('function once')).toBe(1)
    expect(count('function late')).toBe(1)
    expect(count('function work')).toBe(calls)
  })
})

describe('a program that goes on after the windows', () => {
  it('is counted in bursts', async () => {
    const { calls, count, durations } = await run('later.mjs', 'default', 'burst')
    expect(count('function work')).toBeGreaterThan(7)
    expect(count('function work')).toBeLessThanOrEqual(calls)
    expect(durations[1]).toBeGreaterThan(durations[0])
  })

  it('is not with lowOverhead, and its rates are those of the windows', async () => {
    const { count, durations } = await run('later.mjs', 'lowOverhead', 'time')
    expect(count('function work')).toBe(7)
    expect(durations[1]).toBe(durations[0])
  })
})
