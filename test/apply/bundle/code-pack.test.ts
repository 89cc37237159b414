import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { fillCodePacks, packedLauncherText, packOf } from '../../../src/apply/bundle/index.ts'

const FOLDER = resolve('test/.tmp/apply-code-pack')
const LAUNCHER = join(FOLDER, 'bin.cjs')
const FILES = [join(FOLDER, 'tool.cjs'), join(FOLDER, 'chunks/part.cjs')]
const TOOL = `#!/usr/bin/env node
'use strict'
const part = require('./chunks/part.cjs')
class Tool { get word() { return 'word' } run(what) { return this.word + part.twice(what) } never() { return 1 } }
if (require.main === module) {
  const what = process.argv[2]
  if (what === 'where') { try { null.x } catch (error) { console.log(error.stack.split('\\n')[1].trim()) } }
  else if (what === 'self') console.log(__filename === module.filename, require('./chunks/part.cjs') === part, this === exports, module.loaded, require.resolve('./chunks/part.cjs') === require.cache[require.resolve('./chunks/part.cjs')].filename, typeof require('node:fs').readFileSync)
  else if (what === 'import') import('./chunks/part.cjs').then(({ default: same }) => console.log(same === part))
  else if (what === 'who') console.log(module.id, module.parent, require.main === module, __filename)
  else if (what === 'bad') { try { require('./nowhere.cjs') } catch (error) { console.log(error.code) } process.exit(3) }
  else console.log(new Tool().run(what), 'é€')
}
`
const PART = `exports.twice = new (class { twice(text) { return text + text } })().twice; exports.tool = require('../tool.cjs')\n`

const OPTIONS = { launcher: LAUNCHER, files: FILES.map((path, index) => ({ path, code: [TOOL, PART][index]! })) }

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(join(FOLDER, 'chunks'), { recursive: true })
  writeFileSync(FILES[0]!, TOOL)
  writeFileSync(FILES[1]!, PART)
  writeFileSync(LAUNCHER, packedLauncherText(OPTIONS))
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

function node(file: string, args: readonly string[], options: readonly string[] = [], env = {}): string {
  return execFileSync(process.execPath, [...options, file, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
}

/** What a command prints, warnings too, and its exit status. */
function outcome(file: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' })
  return `${status} ${stdout}${stderr}`
}

describe('a packed launcher', () => {
  const commands = [['x'], ['where'], ['self'], ['import'], ['bad'], ['who'], []]

  test('does what the program does: without packs, with them, with broken and with old ones', () => {
    const expected = commands.map((args) => outcome(FILES[0]!, args))
    expect(expected[0]).toContain('wordxx é€')
    expect(expected[4]).toBe('3 MODULE_NOT_FOUND\n')
    expect(commands.map((args) => outcome(LAUNCHER, args))).toEqual(expected)
    fillCodePacks(OPTIONS, commands)
    expect(FILES.map((file) => existsSync(packOf(file)))).toEqual([true, true])
    expect(commands.map((args) => outcome(LAUNCHER, args))).toEqual(expected)

    const pack = readFileSync(packOf(FILES[0]!))
    for (const broken of [
      pack.subarray(0, 5),
      pack.subarray(0, 100),
      pack.subarray(0, -9),
      Buffer.from('x'.repeat(99)),
    ]) {
      writeFileSync(packOf(FILES[0]!), broken)
      expect(outcome(LAUNCHER, ['x'])).toBe(expected[0])
    }
    writeFileSync(packOf(FILES[0]!), pack)
    // Other flags: V8 refuses the cache, and compiles the text.
    expect(node(LAUNCHER, ['x'], ['--no-opt'])).toBe(expected[0]!.slice(2))
    // The program was built again.
    writeFileSync(FILES[0]!, TOOL.replace(`'word'`, `'sword'`))
    expect(outcome(LAUNCHER, ['x'])).toContain('swordxx')
    writeFileSync(FILES[0]!, TOOL)
  })

  test('compiles nothing late that a filling run called, methods and accessors neither', () => {
    const late = (file: string, env = {}): string[] => {
      const log = join(FOLDER, 'v8.log')
      node(file, ['x'], ['--log-function-events', '--no-logfile-per-isolate', `--logfile=${log}`], env)
      const rows = readFileSync(log, 'utf8').split('\n')
      const details = rows.filter((row) => /^script-details,.*(?:tool|part)\.cjs/.test(row))
      const scripts = new Set(details.map((row) => row.split(',')[1]))
      const parsed = rows.filter((row) => row.startsWith('function,parse-function,')).map((row) => row.split(','))
      return parsed.filter((fields) => scripts.has(fields[2])).map((fields) => fields[7] ?? '')
    }
    for (const file of FILES) rmSync(packOf(file), { force: true })
    // Filled under the same flags, which are a part of what V8 compares.
    late(LAUNCHER, { VITEST_LAYOUT_FILL_PACK: '1' })
    expect(late(FILES[0]!)).toEqual(expect.arrayContaining(['run', 'twice', 'get word']))
    expect(late(LAUNCHER)).toEqual([])
  })

  test('is for CommonJS', () => {
    expect(() => packedLauncherText({ launcher: '/a/bin.cjs', files: [{ path: '/a/tool.mjs', code: '' }] })).toThrow(
      /CommonJS programs/,
    )
    expect(() => packedLauncherText({ launcher: '/a/bin.mjs', files: [{ path: '/a/tool.cjs', code: '' }] })).toThrow(
      /CommonJS programs/,
    )
    const elsewhere = { path: '/b/tool.cjs', code: 'import(x)' }
    expect(() => packedLauncherText({ launcher: '/a/bin.cjs', files: [elsewhere] })).toThrow(/another folder/)
  })
})
