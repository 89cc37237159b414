import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { settingsFromEnvironment } from '../../src/profile/node/settings.ts'
import { buildEntries, sourcePath, temporaryFolder } from './support/build-entry.ts'

const folder = temporaryFolder('settings')

beforeAll(async () => {
  mkdirSync(join(folder, 'profiler'))
  writeFileSync(join(folder, 'profiler/package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'main.mjs'), 'console.log("works")\n')
  writeFileSync(join(folder, 'serve.mjs'), 'setInterval(() => {}, 1000)\nconsole.log("works")\n')
  const entries = { register: sourcePath('register.ts'), 'node/worker': sourcePath('node/worker.ts') }
  await buildEntries(entries, join(folder, 'profiler'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(program: string, env: Record<string, string>, kill?: NodeJS.Signals): Promise<unknown> {
  const register = pathToFileURL(join(folder, 'profiler/register.mjs')).href
  const child = spawn(process.execPath, ['--import', register, join(folder, program)], {
    env: { ...process.env, NODE_OPTIONS: '', VITEST_LAYOUT_FEEDBACK: join(folder, 'feedback.sdn'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const err = text(child.stderr)
  if (kill !== undefined) child.stdout.once('data', () => child.kill(kill))
  const out = text(child.stdout)
  const [status, signal] = await once(child, 'exit')
  return { status, signal, out: await out, err: await err }
}

describe('a feedback file that cannot be written', () => {
  it.each([
    ['main.mjs/x', 'main.mjs/x'],
    ['profiler', 'profiler: cannot write this file: it is a folder'],
  ])('is told, and the program goes on: %s', async (file, message) => {
    const result = await run('main.mjs', { VITEST_LAYOUT_FEEDBACK: join(folder, file) })
    expect(result).toEqual({ status: 0, signal: null, out: 'works\n', err: expect.stringContaining(message) })
    const { err } = result as { err: string }
    expect(err).toMatch(
      /^vitest-layout\/profile: .*cannot write this file.* VITEST_LAYOUT_FEEDBACK names the file\.\n$/,
    )
  })
})

describe('the signal', () => {
  const settings = (env: Record<string, string>): unknown =>
    settingsFromEnvironment(env, { pid: 1, cwd: () => '/', resolve: (path) => path })

  it.each([
    ['SIGKILL', /VITEST_LAYOUT_SIGNAL is "SIGKILL", which no program can handle, expected a signal such as SIGUSR2/],
    ['SIGSTOP', /which no program can handle/],
    ['SIGFOO', /VITEST_LAYOUT_SIGNAL is "SIGFOO", which this system does not have/],
    ['toString', /which this system does not have/],
  ])('%s is refused', (signal, message) => {
    expect(() => settings({ VITEST_LAYOUT_SIGNAL: signal })).toThrow(message)
  })

  it.each([
    ['SIGUSR1', 'SIGUSR1'],
    ['', 'SIGUSR2'],
  ])('%j is %s', (given, signal) => {
    expect(settings({ VITEST_LAYOUT_SIGNAL: given })).toMatchObject({ signal })
  })

  it('may be one that ends the program, which still ends', async () => {
    const result = await run('serve.mjs', { VITEST_LAYOUT_SIGNAL: 'SIGTERM' }, 'SIGTERM')
    expect(result).toMatchObject({ status: null, signal: 'SIGTERM', err: '' })
    expect(existsSync(join(folder, 'feedback.sdn'))).toBe(true)
  })
})

it('an unknown preset is told with all that there are', () => {
  const make = (): unknown =>
    settingsFromEnvironment({ VITEST_LAYOUT_PROFILE: 'foo' }, { pid: 1, cwd: () => '/', resolve: (path) => path })
  expect(make).toThrow('VITEST_LAYOUT_PROFILE is "foo", expected default, highResolution, lowOverhead, off.')
})
