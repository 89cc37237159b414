import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'

import { afterAll, describe, expect, test } from 'vitest'

import { main } from '../../../src/cli/main.ts'
import { HERMES_89, HERMESC_89, NO_PROGRAMS, run, runWell } from './tools.ts'

const ROOT = join(import.meta.dirname, '../../.tmp')
mkdirSync(ROOT, { recursive: true })
const folder = mkdtempSync(join(ROOT, 'hermes-command-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function call(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const status = await main(args, { stdin: new PassThrough(), stdout, stderr, cwd: folder, env: {} })
  return { status, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') }
}

const SOURCE = `function cold() { return 'cold'; }
function start() { return 'start'; }
print(start());
if (start() === '') cold();
`

describe('vitest-layout apply', () => {
  test.skipIf(HERMES_89 === undefined || HERMESC_89 === undefined)(
    `rewrites by an order file and leaves the input alone (${NO_PROGRAMS} if skipped)`,
    async () => {
      writeFileSync(join(folder, 'app.js'), SOURCE)
      runWell(HERMESC_89!, ['-O', '-emit-binary', '-out', 'app.hbc', 'app.js'], folder)
      const before = readFileSync(join(folder, 'app.hbc'))
      writeFileSync(join(folder, 'ids.txt'), '# from a run\n2\n0\n[cold]\n1 # never\n')
      const { status, stdout, stderr } = await call('apply', 'app.hbc', '--order', 'ids.txt', '-o', 'out/app.hbc')
      expect([status, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(/^out\/app\.hbc: bytecode version 89, 3 functions in 3 bodies/)
      expect(stdout).toMatch(/startup +2 bodies/)
      expect(readFileSync(join(folder, 'app.hbc')).equals(before)).toBe(true)
      expect(run(HERMES_89!, ['-b', 'out/app.hbc'], folder).stdout).toBe('start\n')

      linkSync(join(folder, 'app.hbc'), join(folder, 'link.hbc'))
      for (const output of ['app.hbc', './out/../app.hbc', 'link.hbc']) {
        const refused = await call('apply', 'app.hbc', '--order', 'ids.txt', '-o', output)
        expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('the output is the input')])
      }
      expect(readFileSync(join(folder, 'app.hbc')).equals(before)).toBe(true)

      const damaged = Buffer.from(before)
      damaged[200]! ^= 1
      writeFileSync(join(folder, 'damaged.hbc'), damaged)
      const refused = await call('apply', 'damaged.hbc', '--order', 'ids.txt', '-o', 'never.hbc')
      expect(refused.status).toBe(2)
      expect(refused.stderr).toContain('the SHA-1 at the end of the file does not fit its content')
      expect(existsSync(join(folder, 'never.hbc'))).toBe(false)
    },
  )

  test('refuses what it cannot do with a reason', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'hello')
    writeFileSync(join(folder, 'wrong.txt'), '1\ntwo\n')
    const messages: [string[], string][] = [
      [['apply'], 'expected one file to apply the layout to, found 0'],
      [['apply', 'a', 'b', '-o', 'c'], 'found 2'],
      [['apply', 'notes.txt'], 'expected the file to write'],
      [['apply', 'gone.hbc', '-o', 'c'], 'gone.hbc: cannot read this file'],
      [['apply', 'notes.txt', '-o', 'c'], 'notes.txt: this is no file that a layout can be applied to'],
      [['apply', 'notes.txt', '-o', 'c', '--target', 'elf'], 'unknown target "elf"'],
      [
        ['apply', 'notes.txt', '-o', 'c', '--target', 'hermes', '--order', 'wrong.txt'],
        'wrong.txt:2: expected a function id',
      ],
      [['apply', 'notes.txt', '-o', 'c', '--wrong'], "Unknown option '--wrong'"],
    ]
    for (const [args, message] of messages) {
      const { status, stderr } = await call(...args)
      expect([args, status, stderr]).toEqual([args, 2, expect.stringContaining(message)])
    }
    expect(existsSync(join(folder, 'c'))).toBe(false)
  })
})
