import { expect, test } from 'vitest'
import { build, type Rollup } from 'vite'

import { TestProject } from '../support/project.ts'

/** The code of an entry in a bundle; `pure` are functions that the bundler may take for free of effects. */
async function bundle(source: string, pure: readonly string[] = []): Promise<string> {
  const project = new TestProject({ 'package.json': '{ "type": "module" }', 'entry.js': source })
  const [result] = (await build({
    configFile: false,
    logLevel: 'silent',
    root: project.root,
    build: {
      write: false,
      minify: false,
      lib: { entry: project.path('entry.js'), formats: ['es'] },
      rollupOptions: { treeshake: { manualPureFunctions: pure } },
    },
  })) as unknown as Rollup.RollupOutput[]
  return result!.output[0].code
}

const USED = `import { mark, markUiReady } from 'vitest-layout/markers'
export function start() { markUiReady(); mark('db.open'); return 1 }
`

test('markers that nobody calls leave nothing in a bundle, and those that are called only what a platform mark takes', async () => {
  const unused = await bundle(`import { markUiReady } from 'vitest-layout/markers'\nexport const one = 1\n`)
  expect(unused).not.toMatch(/mark|vitest/)
  const { start } = (await import(`data:text/javascript,${encodeURIComponent(await bundle(USED))}`)) as {
    start: () => number
  }
  performance.clearMarks()
  expect(start()).toBe(1)
  expect(performance.getEntriesByType('mark').map(({ name }) => name)).toEqual(['ui.ready', 'db.open'])
})

test('a bundler that is told so drops the calls too', async () => {
  expect(await bundle(USED, ['mark', 'markUiReady'])).not.toMatch(/mark|performance|vitest/)
})
