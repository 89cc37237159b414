import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { bodyPages, PageTracker } from '../../../src/apply/doctor/index.ts'
import { readHermesFile } from '../../../src/apply/hermes/index.ts'
import { runCli } from '../../cli/run-cli.ts'
import { COMPILERS, HERMES_89, HERMESC_89, NO_PROGRAMS, run, runWell } from '../hermes/tools.ts'

const ROOT = join(import.meta.dirname, '../../.tmp')
mkdirSync(ROOT, { recursive: true })
const folder = mkdtempSync(join(ROOT, 'doctor-hermes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const COUNT = 300
const HOT_EVERY = 15
const hot = (i: number): boolean => i % HOT_EVERY === 7

/** Functions of a few hundred bytes each, of which one in fifteen runs. */
function sourceOf(indexes: readonly number[]): string {
  const bodies = indexes.map((i) => {
    const steps = Array.from(
      { length: 12 },
      (_, k) => `x = (x * ${i + k + 3}) ^ (x >> ${(k % 7) + 1}); o['k' + x] = x;`,
    )
    return `function f${i}(x, o) { ${steps.join(' ')} return x; }`
  })
  const all = indexes.map((i) => `f${i}`).join(', ')
  const calls = indexes.filter(hot).map((i) => `f${i}(2, {})`)
  return `${bodies.join('\n')}\nvar all = [${all}];\nprint(${calls.join(' + ')}, all.length);\n`
}

const layoutOf = (module: string): string =>
  `layout:\n    recorded |function, phase, size, call_count|\n        "${module}:<module>", startup, 10, 1\n${Array.from(
    { length: COUNT },
    (_, i) => `        "${module}:f${i}", ${hot(i) ? 'startup' : 'cold'}, 200, ${hot(i) ? 1 : 0}\n`,
  ).join('')}`

const INDEXES = Array.from({ length: COUNT }, (_, i) => i)

function compile(name: string, indexes: readonly number[], compiler: string): void {
  writeFileSync(join(folder, `${name}.js`), sourceOf(indexes))
  writeFileSync(join(folder, `${name}.sdn`), layoutOf(`${name}.js`))
  runWell(compiler, ['-O', '-emit-binary', '-output-source-map', '-out', `${name}.hbc`, `${name}.js`], folder)
}

const tracker = PageTracker.open()
afterAll(() => typeof tracker !== 'string' && tracker.close())
const read = (name: string): ReturnType<typeof readHermesFile> => readHermesFile(readFileSync(join(folder, name)))
const doctor = (name: string, ...args: string[]): ReturnType<typeof runCli> =>
  runCli(['doctor', `${name}.hbc`, '--layout', `${name}.sdn`, '-o', `${name}.out.hbc`, ...args], folder)

describe.skipIf(HERMESC_89 === undefined || HERMES_89 === undefined)(
  `doctor for Hermes (${NO_PROGRAMS} if skipped)`,
  () => {
    beforeAll(() => {
      compile('spread', INDEXES, HERMESC_89!)
      compile(
        'first',
        INDEXES.toSorted((a, b) => Number(hot(b)) - Number(hot(a)) || a - b),
        HERMESC_89!,
      )
    })

    test.skipIf(typeof tracker === 'string')('keeps a build that touches fewer pages in the engine', async () => {
      const { status, stdout, stderr } = await doctor('spread', '--engine', HERMES_89!, '--json')
      expect([status, stderr]).toEqual([0, ''])
      const { kept, rows, notes, sizes } = JSON.parse(stdout)
      expect([kept, notes]).toEqual([true, ['Both builds print the same.']])
      expect(rows).toHaveLength(1)
      expect(rows[0]).toMatchObject({ run: 'start', figure: 'pages touched', verdict: 'better' })
      // The same as by hand, with the tracker itself.
      const byHand = ['spread.hbc', 'spread.out.hbc'].map((name) => {
        const tracked = (tracker as PageTracker).run(join(folder, name), HERMES_89!, ['-b', join(folder, name)], folder)
        return typeof tracked === 'string' ? tracked : new Set(tracked.pages).size
      })
      expect([rows[0].before, rows[0].after]).toEqual(byHand)
      expect(sizes[1].raw).toBe(readFileSync(join(folder, 'spread.out.hbc')).length)
      expect(run(HERMES_89!, ['-b', 'spread.out.hbc'], folder).stdout).toBe(
        run(HERMES_89!, ['-b', 'spread.hbc'], folder).stdout,
      )
    })

    test.skipIf(typeof tracker === 'string')(
      'says no gain, and removes the build, where pages stay as many',
      async () => {
        const { status, stdout, stderr } = await doctor('first', '--engine', HERMES_89!)
        expect([status, stderr]).toEqual([1, ''])
        expect(stdout).toMatch(/ {2}(no gain|worse) +\d\.\d{3} {2}\d+ -> \d+ pages {2}pages touched, start\n/)
        expect(stdout).toMatch(/No gain: .* first\.out\.hbc was removed; keep the build you have\./)
        expect(existsSync(join(folder, 'first.out.hbc'))).toBe(false)
      },
    )

    test('counts by the layout where there is no engine, and says so', async () => {
      rmSync(join(folder, 'spread.out.hbc'), { force: true })
      const { status, stdout } = await doctor('spread', '--engine', 'none')
      expect(status).toBe(0)
      expect(stdout).toContain('by the layout: no engine ran')
      expect(stdout).toContain('npx vitest-layout apply spread.hbc --layout spread.sdn -o spread.out.hbc\n')
      const found =
        /better +\S+ {2}(\d+) -> (\d+) pages {2}pages of bodies, (\d+) functions, at least (\d+) pages/.exec(stdout)
      const [before, after, count, bound] = found!.slice(1).map(Number)
      // Which functions ran is known from the source: every fifteenth, and the script's own code. Helpers there are none.
      const ids = new Set([0, ...INDEXES.filter(hot).map((i) => i + 1)])
      const oracle = ['spread.hbc', 'spread.out.hbc'].map((name) => bodyPages(read(name), ids, 4096))
      expect([before, after, count, bound]).toEqual([oracle[0]!.pages, oracle[1]!.pages, ids.size, oracle[1]!.bound])
      expect(after).toBeLessThanOrEqual(bound! + 1)
    })

    const other = COMPILERS.find(({ version }) => version === 96)?.program
    test.skipIf(other === undefined)('an engine of another version keeps nothing', async () => {
      compile('newer', INDEXES, other!)
      const { status, stderr } = await doctor('newer', '--engine', HERMES_89!)
      expect([status, stderr]).toEqual([2, expect.stringMatching(/does not run this file: .*version/i)])
      expect(existsSync(join(folder, 'newer.out.hbc'))).toBe(false)
    })

    test('builds that print different things keep nothing', async () => {
      writeFileSync(join(folder, 'random.js'), `${sourceOf(INDEXES)}print(Math.random());\n`)
      writeFileSync(join(folder, 'random.sdn'), layoutOf('random.js'))
      runWell(HERMESC_89!, ['-O', '-emit-binary', '-output-source-map', '-out', 'random.hbc', 'random.js'], folder)
      const { status, stderr } = await doctor('random', '--engine', HERMES_89!)
      expect([status, stderr]).toEqual([2, expect.stringContaining('the two builds print different things')])
      expect(existsSync(join(folder, 'random.out.hbc'))).toBe(false)
    })
  },
)

test('pages of bodies', () => {
  const bodies = [
    { offset: 4000, size: 200 },
    { offset: 4200, size: 10 },
    { offset: 8192, size: 4096 },
  ]
  const functions = [0, 1, 2, 0, 2].map((body, id) => ({ id, body, size: id === 4 ? 0 : bodies[body]!.size }))
  const file = { bodies, functions } as unknown as Parameters<typeof bodyPages>[0]
  expect(bodyPages(file, [0, 3], 4096)).toEqual({ bytes: 200, pages: 2, bound: 1 })
  expect(bodyPages(file, [0, 1, 2], 4096)).toEqual({ bytes: 4306, pages: 3, bound: 2 })
  expect(bodyPages(file, [4], 4096)).toEqual({ bytes: 0, pages: 0, bound: 0 })
})
