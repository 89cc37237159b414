import { createHash } from 'node:crypto'
import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { rolldown } from 'rolldown'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { runCli } from '../cli/run-cli.ts'
import { HERMES_89, HERMESC_89, runWell } from './hermes/tools.ts'

// Whatever is wrong with the input, each command says so, ends with status 2, and leaves the folder as it was.

const ROOT = join(import.meta.dirname, '../.tmp')
mkdirSync(ROOT, { recursive: true })
const folder = mkdtempSync(join(ROOT, 'refusals-'))
const pristine = mkdtempSync(join(ROOT, 'refusals-pristine-'))
afterAll(() => {
  for (const path of [folder, pristine]) rmSync(path, { recursive: true, force: true })
})

const hasHermes = HERMESC_89 !== undefined && HERMES_89 !== undefined

const source = (name: string, count: number): string =>
  `${Array.from({ length: count }, (_, i) => `function ${name}${i}(x) { return x > 1 ? ${name}${(i + 1) % count}(x - 1) : ${i} }`).join('\n')}
globalThis.print = globalThis.print || console.log
print(${name}0(7))
`
const layoutOf = (module: string, name: string): string =>
  `layout:\n    recorded |function, phase, size, call_count|\n        "${module}:${name}0", startup, 60, 1\n        "${module}:${name}1", cold, 60, 0\n`

function coverageOf(file: string, code: string): string {
  const range = (startOffset: number, endOffset: number): object => ({
    functionName: '',
    isBlockCoverage: true,
    ranges: [{ startOffset, endOffset, count: 1 }],
  })
  const inner = [...code.matchAll(/function \w+\([^)]*\) ?\{/g)].map(({ index }) =>
    range(index, code.indexOf('\n}', index) + 2),
  )
  const url = pathToFileURL(join(folder, file)).href
  return JSON.stringify({ result: [{ scriptId: '1', url, functions: [range(0, code.length), ...inner] }] })
}

beforeAll(async () => {
  const files: Record<string, string> = {
    'src.js': source('f', 8),
    'other.js': source('g', 30),
    'layout.sdn': layoutOf('src.js', 'f'),
    'other.sdn': layoutOf('nowhere/x.js', 'h'),
    'native.sdn': layoutOf('', '').replaceAll('":', '"').replace('0"', 'start_up"').replace('1"', 'other"'),
    'ids.txt': '0\n1\n',
    'past.txt': '0\n99999\n',
    'twice.txt': '1\n1\n',
    'page.html': '<script type="module" src="app.mjs"></script>',
    'recording.sdn': 'recording:\n    version: 999\n',
    'text.txt': 'hello',
    'null.bin': '\0\0\0\0',
    'json.sdn': '{"layout": [}',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, 'cut.sdn'), files['layout.sdn']!.slice(0, -12))
  for (const [input, output] of [
    ['src.js', 'app.mjs'],
    ['other.js', 'foreign.mjs'],
  ] as const) {
    const build = await rolldown({ input: join(folder, input), platform: 'neutral', treeshake: false })
    await build.write({ file: join(folder, output), format: 'esm', sourcemap: true })
    await build.close()
  }
  const app = readFileSync(join(folder, 'app.mjs'), 'utf8')
  const map = readFileSync(join(folder, 'app.mjs.map'), 'utf8')
  writeFileSync(join(folder, 'cov.json'), coverageOf('app.mjs', app))
  // Of another build of the same file: every place is off by a little.
  writeFileSync(join(folder, 'cov-old.json'), coverageOf('app.mjs', `/* a banner of the last version */${app}`))
  writeFileSync(join(folder, 'cut.mjs'), app.slice(0, app.length - 120))
  writeFileSync(join(folder, 'cut.mjs.map'), map)
  writeFileSync(join(folder, 'cut.map'), map.slice(0, map.length / 2))
  writeFileSync(join(folder, 'version.map'), JSON.stringify({ ...JSON.parse(map), version: 2 }))
  writeFileSync(join(folder, 'letters.map'), JSON.stringify({ ...JSON.parse(map), mappings: 'AA*A;!' }))
  if (hasHermes) {
    for (const [input, output] of [
      ['src.js', 'app.hbc'],
      ['other.js', 'foreign.hbc'],
    ] as const) {
      runWell(HERMESC_89!, ['-O', '-w', '-emit-binary', '-output-source-map', '-out', output, input], folder)
    }
    const bytes = readFileSync(join(folder, 'app.hbc'))
    const flipped = Buffer.from(bytes)
    flipped[150]! ^= 1
    writeFileSync(join(folder, 'flipped.hbc'), flipped)
    for (const [name, length] of [
      ['cut', bytes.length - 8],
      ['head', 60],
      ['empty', 0],
    ] as const) {
      writeFileSync(join(folder, `${name}.hbc`), bytes.subarray(0, length))
    }
  }
  mkdirSync(join(folder, 'real'))
  writeFileSync(join(folder, 'real/in.mjs'), app)
  writeFileSync(join(folder, 'real/in.mjs.map'), map)
  symlinkSync(join(folder, 'real'), join(folder, 'linked'))
  for (const name of ['app.mjs', 'layout.sdn', ...(hasHermes ? ['app.hbc', 'app.hbc.map'] : [])]) {
    symlinkSync(join(folder, name), join(folder, `soft-${name}`))
    linkSync(join(folder, name), join(folder, `hard-${name}`))
  }
  cpSync(folder, pristine, { recursive: true, verbatimSymlinks: true })
})

function contents(): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const files = names.filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true)
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha1')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}

let before: Record<string, string>
beforeEach(() => {
  before ??= contents()
})

afterEach(() => {
  for (const name of Object.keys(contents())) if (!(name in before)) rmSync(join(folder, name))
})

type Case = readonly [what: string, args: readonly string[], message: RegExp]

function refuses(cases: readonly Case[]): void {
  test.each(cases)('%s', async (_what, args, message) => {
    const { status, stdout, stderr } = await runCli(args, folder)
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)])
    // A message of ours, not of a fault in us.
    expect(stderr).not.toMatch(/a defect:/)
    expect(contents()).toEqual(before)
  })
}

const RUN = ['--run', '', '--pairs', '6']

describe('JavaScript bundles', () => {
  const cases = (command: string, ...more: string[]): Case[] => {
    const layout = ['--layout', 'layout.sdn', '-o', 'out.mjs', ...more]
    const of = (what: string, args: readonly string[], message: RegExp): Case => [
      `${command}: ${what}`,
      [command, ...args],
      message,
    ]
    return [
      of('a file cut off', ['cut.mjs', ...layout], /cut\.mjs:\d+:\d+: |speaks of/),
      of(
        'the map of another file',
        ['app.mjs', '--map', 'foreign.mjs.map', ...layout],
        /speaks of|none of the \d+ functions/,
      ),
      of('a map cut off', ['app.mjs', '--map', 'cut.map', ...layout], /cut\.map: /),
      of('a map of another version', ['app.mjs', '--map', 'version.map', ...layout], /version\.map: /),
      of('a map of other letters', ['app.mjs', '--map', 'letters.map', ...layout], /letters\.map: /),
      of('a map that is not there', ['app.mjs', '--map', 'gone.map', ...layout], /gone\.map: cannot read/),
      of(
        'a layout of another project',
        ['app.mjs', '--layout', 'other.sdn', ...layout.slice(2)],
        /none of the \d+ functions/,
      ),
      of('a layout cut off', ['app.mjs', '--layout', 'cut.sdn', ...layout.slice(2)], /cut\.sdn:\d+:\d+: /),
      of('a layout that is JSON', ['app.mjs', '--layout', 'json.sdn', ...layout.slice(2)], /json\.sdn:\d+:\d+: /),
      of('a layout that is not there', ['app.mjs', '--layout', 'gone.sdn', ...layout.slice(2)], /gone\.sdn/),
      of('a recording of another version', ['app.mjs', '--recording', 'recording.sdn', ...layout], /recording\.sdn/),
      of(
        'coverage of another build',
        ['app.mjs', '--coverage', 'cov-old.json', ...layout.slice(2)],
        /8 of them are not in this file/,
      ),
      of(
        'coverage of another file',
        ['foreign.mjs', '--coverage', 'cov.json', ...layout.slice(2)],
        /none of the 1 coverage files/,
      ),
      of(
        'coverage that is none',
        ['app.mjs', '--coverage', 'text.txt', ...layout.slice(2)],
        /cannot read this coverage/,
      ),
      of('a file of another kind', ['text.txt', ...layout], /no file that a layout can be applied to/),
      of('a file that is not there', ['gone.mjs', ...layout], /gone\.mjs: cannot read/),
    ]
  }
  refuses(cases('apply'))
  refuses(cases('apply', '--reorder').map(([what, args, message]): Case => [`${what} (reorder)`, args, message]))
  refuses(cases('apply', '--split-cold').map(([what, args, message]): Case => [`${what} (split)`, args, message]))
  refuses(cases('doctor', ...RUN))
})

describe.skipIf(!hasHermes)('Hermes bytecode', () => {
  const cases = (command: string): Case[] => {
    const out = ['-o', 'out.hbc']
    const order = ['--order', 'ids.txt', ...out]
    const layout = ['--layout', 'layout.sdn', ...out]
    const of = (what: string, args: readonly string[], message: RegExp): Case => [
      `${command}: ${what}`,
      [command, ...args],
      message,
    ]
    return [
      of('a file cut off', ['cut.hbc', ...order], /its end is missing/),
      of('a head alone', ['head.hbc', ...order], /head\.hbc: /),
      of('an empty file', ['empty.hbc', ...order], /empty\.hbc: /),
      of('a flipped bit', ['flipped.hbc', ...order], /SHA-1/),
      of(
        'a flipped bit where all the rest may be',
        ['flipped.hbc', '--layout', 'layout.sdn', '--map', 'app.hbc.map', ...out],
        /SHA-1/,
      ),
      of(
        'another file called .hbc',
        ['text.txt', '--target', 'hermes', ...order].slice(command === 'apply' ? 0 : 99),
        /text\.txt: /,
      ),
      of('an id past the end', ['app.hbc', '--order', 'past.txt', ...out], /names function 99999/),
      of('an id twice', ['app.hbc', '--order', 'twice.txt', ...out], /names function 1 twice/),
      of(
        'the map of another file',
        ['app.hbc', '--map', 'foreign.hbc.map', ...layout],
        /this map (is of another file|speaks of)/,
      ),
      of('a map of a bundle', ['app.hbc', '--map', 'app.mjs.map', ...layout], /this map|none of the/),
      of('a map that is not there', ['flipped.hbc', '--ignore-hash', ...layout], /flipped\.hbc\.map: cannot read/),
      of('a layout of another project', ['app.hbc', '--layout', 'other.sdn', ...out], /none of the \d+ functions/),
      of('a layout cut off', ['app.hbc', '--layout', 'cut.sdn', ...out], /cut\.sdn:\d+:\d+: /),
      of('neither layout nor order', ['app.hbc', ...out], /expected either --layout FILE or --order FILE/),
    ].filter(([, args]) => args.length > 1)
  }
  refuses(cases('apply'))
  refuses(cases('doctor'))

  test('any length of a file that was cut off', async () => {
    const bytes = readFileSync(join(folder, 'app.hbc'))
    for (let length = 1; length < bytes.length; length += 331) {
      const file = join(pristine, 'part.hbc')
      writeFileSync(file, bytes.subarray(0, length))
      const { status, stderr } = await runCli(['apply', file, '--order', 'ids.txt', '-o', 'out.hbc'], folder)
      expect([length, status, stderr]).toEqual([length, 2, expect.stringMatching(/part\.hbc: (?!.*a defect)/)])
    }
    expect(contents()).toEqual(before)
  })
})

describe('linkers', () => {
  const of = (what: string, file: string, message: RegExp): Case => [
    what,
    ['emit', file, '--format', 'lld', '-o', 'out.txt'],
    message,
  ]
  refuses([
    of('a layout cut off', 'cut.sdn', /cut\.sdn:\d+:\d+: /),
    of('a layout that is JSON', 'json.sdn', /json\.sdn:\d+:\d+: /),
    of('text', 'text.txt', /text\.txt/),
    of('bytes', 'null.bin', /null\.bin/),
    of('a file that is not there', 'gone.sdn', /gone\.sdn/),
    of('a layout of JavaScript', 'layout.sdn', /none of the 2 recorded functions is a linker symbol/),
  ])
})

describe('nothing is written over what was read', () => {
  const of = (what: string, args: readonly string[]): Case => [
    what,
    args,
    /never overwritten|two of the files to write are the same/,
  ]
  const bundle = ['apply', 'app.mjs', '--layout', 'layout.sdn']
  const outputs = [
    'app.mjs',
    './real/../app.mjs',
    'soft-app.mjs',
    'hard-app.mjs',
    'app.mjs.map',
    'layout.sdn',
    'soft-layout.sdn',
    'hard-layout.sdn',
  ]
  refuses([
    ...outputs.map((output) => of(`apply to a bundle: ${output}`, [...bundle, '-o', output])),
    ...['app.mjs', 'layout.sdn'].map((output) =>
      of(`apply --reorder: ${output}`, [...bundle, '--reorder', '-o', output]),
    ),
    of('by a linked folder', ['apply', 'real/in.mjs', '--layout', 'layout.sdn', '-o', 'linked/in.mjs']),
    of('the map of the output', [
      'apply',
      'app.mjs',
      '--layout',
      'layout.sdn',
      '--map',
      'real/in.mjs.map',
      '-o',
      'linked/in.mjs',
    ]),
    of('coverage', ['apply', 'app.mjs', '--coverage', 'cov.json', '-o', 'cov.json']),
    of('a launcher', [...bundle, '-o', 'out.mjs', '--launcher', 'app.mjs']),
    of('a launcher over the output', [...bundle, '-o', 'out.mjs', '--launcher', './out.mjs']),
    of('a configuration', [...bundle, '-o', 'out.cjs', '--sea', 'layout.sdn']),
    of('a linker file', ['emit', 'native.sdn', '--format', 'lld', '-o', './native.sdn']),
    ...(hasHermes
      ? ['app.hbc', 'soft-app.hbc', 'hard-app.hbc', 'app.hbc.map', 'soft-app.hbc.map', 'layout.sdn'].map((output) =>
          of(`apply to bytecode: ${output}`, ['apply', 'app.hbc', '--layout', 'layout.sdn', '-o', output]),
        )
      : []),
    ...(hasHermes ? [of('an order file', ['apply', 'app.hbc', '--order', 'ids.txt', '-o', 'ids.txt'])] : []),
  ])
  // The doctor takes no file that is there already, since it may have to remove it.
  const exists = /the output exists already|there is a .* already|never overwritten/
  refuses([
    ...['app.mjs', 'soft-app.mjs', 'layout.sdn', 'text.txt'].map((output): Case => [
      `doctor: ${output}`,
      ['doctor', 'app.mjs', '--layout', 'layout.sdn', ...RUN, '-o', output],
      exists,
    ]),
    [
      'doctor: a map that is there',
      ['doctor', 'real/in.mjs', '--layout', 'layout.sdn', ...RUN, '-o', 'app.hbc'],
      exists,
    ],
  ])
})
