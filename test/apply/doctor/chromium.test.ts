import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { DevTools, PageServer } from '../../../src/apply/doctor/index.ts'
import { chromiumDoctor } from '../../../src/cli/doctor/chromium.ts'
import { runCli } from '../../cli/run-cli.ts'
import { findChromium } from '../../page/browser.ts'

const ROOT = join(import.meta.dirname, '../../.tmp')
mkdirSync(ROOT, { recursive: true })
const folder = mkdtempSync(join(ROOT, 'doctor-chromium-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const chromium = findChromium()

const FUNCTIONS = Array.from({ length: 200 }, (_, i) => `function f${i}(x) { const g = () => x + ${i}; return g() }`)
const CALLS = FUNCTIONS.map((_, i) => `f${i}(1)`).join(' + ')
const APP = `${FUNCTIONS.join('\n')}
document.body.append('sum ' + (${CALLS}))
requestAnimationFrame(() => performance.mark('ready'))
`
const COLD = `function cold(x) { ${Array.from({ length: 40 }, (_, i) => `x += ${i} * x;`).join(' ')} return x }`
const PAGE = (script: string): string =>
  `<!doctype html><title>app</title><script type="module" src="${script}"></script><body>`

/** Coverage as Node writes it, in which all of these functions ran. */
function coverageOf(file: string, code: string, functions: readonly string[]): string {
  const range = (start: number, end: number): object => ({
    functionName: '',
    isBlockCoverage: true,
    ranges: [{ startOffset: start, endOffset: end, count: 1 }],
  })
  const inner = functions.map((text) => range(code.indexOf(text), code.indexOf(text) + text.length))
  const url = pathToFileURL(join(folder, file)).href
  return JSON.stringify({ result: [{ scriptId: '1', url, functions: [range(0, code.length), ...inner] }] })
}

beforeAll(() => {
  mkdirSync(join(folder, 'dist/assets'), { recursive: true })
  const files: Record<string, string> = {
    'dist/index.html': PAGE('/assets/app.js'),
    'dist/assets/app.js': APP,
    'app.json': coverageOf('dist/assets/app.js', APP, FUNCTIONS),
    'dist/split.html': PAGE('/split.js'),
    'dist/split.js': `${COLD}\ndocument.body.append('x')\nif (location.hash) cold(1)\n`,
    'dist/odd.html': PAGE('/odd.js'),
    'dist/odd.js': `document.body.append(Math.random()); function f() {} f()`,
    'dist/eager.html': PAGE('/eager.js'),
    'dist/eager.js': `(function () { document.body.append('x') })()`,
    'outside.html': PAGE('dist/assets/app.js'),
  }
  files['split.json'] = coverageOf('dist/split.js', files['dist/split.js']!, [])
  files['odd.json'] = coverageOf('dist/odd.js', files['dist/odd.js']!, ['function f() {}'])
  const once = /\(function.*\}(?=\)\()/.exec(files['dist/eager.js']!)![0].slice(1)
  files['eager.json'] = coverageOf('dist/eager.js', files['dist/eager.js']!, [once])
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
})

const doctor = (file: string, coverage: string, page: string, ...args: string[]): ReturnType<typeof runCli> =>
  runCli(
    [
      'doctor',
      file,
      '--coverage',
      coverage,
      '--kind',
      'module',
      '--page',
      page,
      '--chromium',
      chromium ?? 'none',
    ].concat(['--pairs', '6', '--network', 'none', '-o', 'out.js'], args),
    folder,
  )

describe.skipIf(chromium === undefined)('doctor for Chromium (skipped where none is installed)', () => {
  test('measures start and CPU of both builds, and keeps the new one only with a gain', async () => {
    const { status, stdout, stderr } = await doctor(
      'dist/assets/app.js',
      'app.json',
      'dist/index.html',
      '--ready',
      'ready',
    )
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^First visits in Chromium, no caches, network not throttled, 6 pairs:\n/)
    const row = String.raw` {2}(?:better|worse|no gain) +\d\.\d{3} \(\d\.\d{3} to \d+\.\d{3}\) {2}[\d.]+ -> [\d.]+ ms {2}`
    expect(stdout).toMatch(
      new RegExp(`${row}ready, dist/index.html\n${row}main-thread CPU until then, dist/index.html\n`),
    )
    expect(stdout).toMatch(/Bytes: raw \d+ -> \d+, gzip \d+ -> \d+, brotli \d+ -> \d+/)
    // Which verdict it is depends on the machine; what follows from it does not.
    expect(existsSync(join(folder, 'out.js'))).toBe(status === 0)
    expect(stdout.includes('Kept: out.js')).toBe(status === 0)
    expect(stdout.includes('No gain: ')).toBe(status === 1)
    expect(readFileSync(join(folder, 'dist/assets/app.js'), 'utf8')).toBe(APP)
    rmSync(join(folder, 'out.js'), { force: true })
  })

  test('says no gain where all that runs is eager already', async () => {
    const { status, stdout } = await doctor('dist/eager.js', 'eager.json', 'dist/eager.html')
    expect([status, stdout]).toEqual([1, expect.stringContaining('No gain: the layout changes nothing in this file.')])
    expect(existsSync(join(folder, 'out.js'))).toBe(false)
  })

  test('a build in two files is measured with both, and without a gain both are removed', async () => {
    const { status, stdout, stderr } = await doctor('dist/split.js', 'split.json', 'dist/split.html', '--split-cold')
    expect(stderr).toBe('')
    expect(stdout).toContain('main-thread CPU until then, dist/split.html')
    expect(stdout).toMatch(/A file beside it holds what was split off: raw \d+, gzip \d+/)
    const left = readdirSync(folder).filter((name) => name.startsWith('out.'))
    expect(left.length).toBe(status === 0 ? 2 : 0)
    for (const name of left) rmSync(join(folder, name))
  })

  const refusals: readonly (readonly [string, Parameters<typeof doctor>, RegExp])[] = [
    ['a page that varies', ['dist/odd.js', 'odd.json', 'dist/odd.html'], /show different things when they are ready/],
    ['a page without the file', ['dist/assets/app.js', 'app.json', 'dist/odd.html'], /does not load this file/],
    ['a page outside', ['dist/assets/app.js', 'app.json', 'outside.html', '--serve', 'dist'], /does not lie in/],
    [
      'a page that is not there',
      ['dist/assets/app.js', 'app.json', 'dist/gone.html'],
      /did not get ready: .*RESPONSE|does not load/,
    ],
    ['no browser', ['dist/assets/app.js', 'app.json', 'dist/index.html', '--chromium', 'none'], /the browser ended/],
    [
      'a program that is none',
      ['dist/assets/app.js', 'app.json', 'dist/index.html', '--chromium', '/bin/false'],
      /the browser ended/,
    ],
    ['a wrong network', ['dist/assets/app.js', 'app.json', 'dist/index.html', '--network', 'x'], /expected megabits/],
    [
      'options of Node',
      ['dist/assets/app.js', 'app.json', 'dist/index.html', '--node', 'x'],
      /--node is no option for/,
    ],
  ]
  for (const [name, args, message] of refusals) {
    test(`refuses ${name}, and leaves nothing behind`, async () => {
      const { status, stderr } = await doctor(...args)
      expect([status, stderr]).toEqual([2, expect.stringMatching(message)])
      expect(existsSync(join(folder, 'out.js'))).toBe(false)
    })
  }

  test('leaves no profile behind', async () => {
    const before = profiles()
    const browser = await DevTools.launch(chromium!)
    expect(profiles().length).toBe(before.length + 1)
    await expect(browser.send('No.suchMethod')).rejects.toThrow(/the browser answered: .*wasn't found/)
    await browser.close()
    expect(profiles()).toEqual(before)
  })
})

const profiles = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('vitest-layout-chromium-'))

test('the server keeps to its folder, and gives the other build for the file', async () => {
  const file = join(folder, 'dist/assets/app.js')
  const server = new PageServer(join(folder, 'dist'), file, join(folder, 'app.json'))
  const origin = await server.listen()
  try {
    const get = async (path: string): Promise<[number, string]> => {
      const response = await fetch(origin + path)
      return [response.status, await response.text()]
    }
    expect(await get('/')).toEqual([200, PAGE('/assets/app.js')])
    expect(await get('/assets/app.js?v=1')).toEqual([200, readFileSync(join(folder, 'app.json'), 'utf8')])
    expect(server.served).toBe(1)
    for (const path of ['/gone.js', '/%2e%2e/app.json', '/..%2fapp.json', '/%zz', '/assets']) {
      expect((await get(path))[0]).toBe(404)
    }
  } finally {
    server.close()
  }
})

test('the plugin that is recommended does what was measured', () => {
  const values = { layout: 'layout.sdn', 'split-cold': true, 'on-demand': true, 'min-body': '80', rest: 'cold' }
  const recipe = (own: object): string =>
    chromiumDoctor.recipe({ values: own } as Parameters<typeof chromiumDoctor.recipe>[0], 'command').join('\n')
  expect(recipe(values)).toContain(
    "layoutPlugin({ layout: 'layout.sdn', splitCold: { minSize: 80, onDemand: true, unknownIsCold: true } })",
  )
  expect(recipe({ layout: 'layout.sdn', 'split-cold': true })).toContain("layout: 'layout.sdn', splitCold: true })")
  expect(recipe({ layout: 'layout.sdn' })).toContain("layoutPlugin({ layout: 'layout.sdn' })")
})
