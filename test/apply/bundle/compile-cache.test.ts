import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  chooseByCoverage,
  fillCompileCache,
  launcherText,
  makeEager,
  readCoverage,
  singleExecutableConfig,
  type CoverageScript,
} from '../../../src/apply/bundle/index.ts'
import { runCli } from '../../cli/run-cli.ts'

const FOLDER = resolve('test/.tmp/apply-bundle-cache')
const hasCompileCache = Number(process.versions.node.split('.')[0]) >= 22

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(join(FOLDER, 'bin'), { recursive: true })
  // Both look whether they are started or imported.
  writeFileSync(
    join(FOLDER, 'tool.mjs'),
    "import { pathToFileURL } from 'node:url'\nif (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(process.argv.slice(2).join())\n",
  )
  writeFileSync(
    join(FOLDER, 'tool.cjs'),
    "if (require.main === module && module.id === '.') console.log(process.argv.slice(2).join())\n",
  )
})
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }))

describe('the launcher', () => {
  for (const [launcher, program] of [
    ['bin/a.mjs', 'tool.mjs'],
    ['bin/b.mjs', 'tool.cjs'],
    ['bin/c.cjs', 'tool.cjs'],
    ['bin/d.cjs', 'tool.mjs'],
  ] as const) {
    test(`${launcher} starts ${program}, and its cache is filled in advance`, () => {
      const path = join(FOLDER, launcher)
      const cacheFolder = `../cache ${launcher.at(-5)}`
      writeFileSync(path, launcherText({ program: join(FOLDER, program), launcher: path, cacheFolder }))
      fillCompileCache(path, [['--fill']])
      const cache = join(FOLDER, 'bin', cacheFolder)
      const entries = hasCompileCache ? readdirSync(cache, { recursive: true }).length : 2
      expect(entries).toBeGreaterThan(1)
      expect(execFileSync(process.execPath, [path, 'x', 'y'], { encoding: 'utf8' })).toBe('x,y\n')
    })
  }

  test('in folders with any name', () => {
    const folder = join(FOLDER, 'a #1 100% %20 ä')
    mkdirSync(folder, { recursive: true })
    for (const [launcher, program] of [
      ['#1 %.mjs', 'tool?#.mjs'],
      ['#1 %.cjs', 'tool?#.cjs'],
    ] as const) {
      const path = join(folder, launcher)
      writeFileSync(join(folder, program), readFileSync(join(FOLDER, `tool.${program.slice(-3)}`)))
      writeFileSync(path, launcherText({ program: join(folder, program), launcher: path, cacheFolder: 'c #%' }))
      expect(execFileSync(process.execPath, [path, 'x'], { encoding: 'utf8' })).toBe('x\n')
      expect(!hasCompileCache || readdirSync(join(folder, 'c #%')).length > 0).toBe(true)
    }
  })

  test('the exit code and an error are those of the program', () => {
    writeFileSync(join(FOLDER, 'bad.mjs'), "process.exitCode = 3\nif (process.argv[2]) throw new Error('from it')\n")
    const path = join(FOLDER, 'bin/f.mjs')
    writeFileSync(path, launcherText({ program: join(FOLDER, 'bad.mjs'), launcher: path }))
    expect(spawnSync(process.execPath, [path]).status).toBe(3)
    const { status, stderr } = spawnSync(process.execPath, [path, 'x'], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/Error: from it\n +at file:.*bad\.mjs:2/)])
  })

  test('without a folder uses the cache of Node', () => {
    const path = join(FOLDER, 'bin/e.mjs')
    writeFileSync(path, launcherText({ program: join(FOLDER, 'tool.mjs'), launcher: path }))
    expect(execFileSync(process.execPath, [path, 'z'], { encoding: 'utf8' })).toBe('z\n')
  })

  test('says when the program cannot be run', () => {
    expect(() => fillCompileCache('/nowhere.mjs', [[]], join(FOLDER, 'no-node'))).toThrow(/ENOENT.*by hand/)
  })
})

describe('a single executable', () => {
  test('is made from a CommonJS file by Node itself', () => {
    const config = join(FOLDER, 'sea.json')
    writeFileSync(config, singleExecutableConfig(join(FOLDER, 'tool.cjs'), config))
    execFileSync(process.execPath, ['--experimental-sea-config', 'sea.json'], { cwd: FOLDER, stdio: 'pipe' })
    expect(readdirSync(FOLDER)).toContain('tool.blob')
  })

  test('an ES module is refused', () => {
    expect(() => singleExecutableConfig('/a/tool.mjs', '/a/sea.json')).toThrow(/needs a CommonJS file/)
  })
})

describe('--tool sets up both', () => {
  const apply = (file: string, ...args: string[]): ReturnType<typeof runCli> =>
    runCli(['apply', file, '--coverage', 'tool-coverage', '-o', `tool/out${extname(file)}`, ...args], FOLDER)

  for (const file of ['tool.cjs', 'tool.mjs']) {
    test(`of ${file}: launcher, filled cache${file.endsWith('cjs') ? ', configuration of a single executable' : ''}`, async () => {
      rmSync(join(FOLDER, 'tool'), { recursive: true, force: true })
      const env = { ...process.env, NODE_V8_COVERAGE: join(FOLDER, 'tool-coverage') }
      execFileSync(process.execPath, [join(FOLDER, file)], { env, stdio: 'pipe' })
      const { status, stdout, stderr } = await apply(file, '--tool', 'tool', '--fill', 'x', '--fill=--version')
      expect([status, stderr]).toEqual([0, ''])
      expect(stdout).toContain(
        'tool/bin.mjs starts it with a compile cache in tool/cache, filled by 2 runs for this Node',
      )
      const isSingle = file.endsWith('cjs')
      expect(stdout.includes('tool/sea.json makes a single executable')).toBe(isSingle)
      expect(stdout.includes('No single executable')).toBe(!isSingle)
      const names = readdirSync(join(FOLDER, 'tool')).sort()
      const cache = hasCompileCache ? ['cache'] : []
      expect(names).toEqual(['bin.mjs', ...cache, `out${extname(file)}`, ...(isSingle ? ['sea.json'] : [])])
      expect(execFileSync(process.execPath, [join(FOLDER, 'tool/bin.mjs'), 'a', 'b'], { encoding: 'utf8' })).toBe(
        'a,b\n',
      )
    })
  }

  test('its configuration is one that Node takes', async () => {
    rmSync(join(FOLDER, 'tool'), { recursive: true, force: true })
    await apply('tool.cjs', '--tool', 'tool')
    const config = JSON.parse(readFileSync(join(FOLDER, 'tool/sea.json'), 'utf8'))
    expect(config).toMatchObject({ main: './out.cjs', useCodeCache: true })
    execFileSync(process.execPath, ['--experimental-sea-config', 'sea.json'], {
      cwd: join(FOLDER, 'tool'),
      stdio: 'pipe',
    })
    expect(readdirSync(join(FOLDER, 'tool'))).toContain('out.blob')
  })

  test('stands for the single options', async () => {
    const { status, stderr } = await apply('tool.cjs', '--tool', 'x', '--launcher', 'y.mjs')
    expect([status, stderr]).toEqual([2, expect.stringContaining('--tool sets up launcher, cache and sea')])
    expect(readdirSync(FOLDER)).not.toContain('x')
  })
})

describe('coverage on disk', () => {
  test('of this file is found among others; files that are none are refused', () => {
    const file = join(FOLDER, 'tool.cjs')
    const folder = join(FOLDER, 'coverage')
    execFileSync(process.execPath, [file], { env: { ...process.env, NODE_V8_COVERAGE: folder }, stdio: 'pipe' })
    execFileSync(process.execPath, [file], { env: { ...process.env, NODE_V8_COVERAGE: folder }, stdio: 'pipe' })
    expect(readCoverage([folder], file)).toHaveLength(2)
    expect(() => readCoverage([folder], join(FOLDER, 'other.cjs'))).toThrow(/none of the 2 coverage files speaks of it/)
    writeFileSync(join(FOLDER, 'bad.json'), '{"result":[{"url":1}]}')
    expect(() => readCoverage([join(FOLDER, 'bad.json')], file)).toThrow(/bad\.json: cannot read.*no V8 coverage/)
    writeFileSync(join(FOLDER, 'cut.json'), '{"result":[{"ur')
    expect(() => readCoverage([join(FOLDER, 'cut.json')], file)).toThrow(/cut\.json: cannot read this coverage/)
    expect(() => readCoverage([join(FOLDER, 'none')], file)).toThrow(/cannot read this coverage: ENOENT/)
  })

  test('the share of processes decides', () => {
    const code = 'var a=function(){},b=function(){};'
    const script = (count: number): { url: string; functions: never[] } =>
      ({
        url: 'x',
        functions: [
          { functionName: 'a', ranges: [{ startOffset: 6, endOffset: 18, count: 1 }] },
          { functionName: 'b', ranges: [{ startOffset: 21, endOffset: 33, count }] },
        ],
      }) as never
    const edit = (share: number): string =>
      makeEager(code, chooseByCoverage([script(1), script(0), script(0)], { share }), { kind: 'script' }).code
    expect(edit(0)).toBe('var a=(function(){}),b=(function(){});')
    expect(edit(0.5)).toBe('var a=(function(){}),b=function(){};')
  })

  test('balanced: no process pays for more than it saves', () => {
    const code = Array.from({ length: 40 }, (_, index) => `var f${index}=function(){/*${'x'.repeat(86)}*/};`).join('')
    const starts = [...code.matchAll(/function/g)].map(({ index }) => index)
    // Of 40 functions of one size, one process runs all, the other the first `few`.
    const script = (count: number): CoverageScript => ({
      url: 'x',
      functions: starts.map((startOffset, index) => ({
        functionName: '',
        ranges: [{ startOffset, endOffset: startOffset + 102, count: index < count ? 1 : 0 }],
      })),
    })
    const chosen = (few: number): number => {
      const choose = chooseByCoverage([script(40), script(few)], { share: 'balanced' })
      return makeEager(code, choose, { kind: 'script' }).report.asked
    }
    // Each that it runs pays for five that it does not.
    expect([0, 1, 3, 6, 7, 40].map(chosen)).toEqual([0, 6, 18, 36, 40, 40])
  })
})
