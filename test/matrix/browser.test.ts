import { describe, expect, test } from 'vitest'

import { findChromium } from '../page/browser.ts'
import { TestProject } from '../support/project.ts'
import { EVERYTHING_CALLS, everything } from './everything.ts'
import { callsOf, reportOf, scenariosOf } from './recorded.ts'

const chromium = findChromium()

const BROWSER = `{
  enabled: true,
  headless: true,
  screenshotFailures: false,
  instances: [{ browser: 'chromium' }],
  provider: playwright({
    launchOptions: { executablePath: ${JSON.stringify(chromium)}, args: ['--no-sandbox', '--disable-gpu'] },
  }),
}`

/** The configuration of `everything`, its tests in the machine's own Chromium. */
function inBrowser(files: Readonly<Record<string, string>>): Record<string, string> {
  const config = files['vitest.config.ts']!.replace(
    'import { layout }',
    "import { playwright } from '@vitest/browser-playwright'\nimport { layout }",
  ).replace('test: {}', `test: { browser: ${BROWSER} }`)
  return { ...files, 'vitest.config.ts': config }
}

describe.skipIf(chromium === undefined)('in a browser', () => {
  test('every call is counted, what loads belongs to the files whose imports lead to it', async () => {
    const files = everything()
    // A browser's modules cannot be reset: `vi.resetModules` does nothing there.
    const modules = files['test/modules.test.ts']!.replace('toBe(1)', 'toBe(3)')
    const project = new TestProject(inBrowser({ ...files, 'test/modules.test.ts': modules }))
    const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
    expect(stderr).toBe('')
    expect(stdout).toContain('8 passed')
    expect(status).toBe(0)
    expect(callsOf(project)).toMatchObject(EVERYTHING_CALLS)
    expect(reportOf(project)).toMatchObject({ complete: true, problems: [], warnings: [] })

    const inNode = new TestProject(files)
    expect((await inNode.vitest(['--reporter=layout'])).status).toBe(0)
    expect(scenariosOf(project)).toEqual(scenariosOf(inNode))
  })

  test.each([
    ['', ''],
    [', the plugin listed again', 'plugins: [layout()], '],
  ])('beside a project in Node, without isolation, the package outside the workspace%s', async (_, plugins) => {
    const files = {
      'package.json': '{ "type": "module", "workspaces": [] }',
      'vitest.config.ts': `import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'

export default defineConfig({
  plugins: [layout()],
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/count.test.ts'] } },
      { extends: true, ${plugins}test: { name: 'page', include: ['test/page*.test.ts'], isolate: false, browser: ${BROWSER} } },
    ],
  },
})
`,
      'src/count.ts': `export async function count(to: number): Promise<number> {
  const { plus } = await import('./plus.ts')
  return to === 0 ? 0 : plus(await count(to - 1))
}
`,
      'src/plus.ts': `let calls = 0
export const plus = (value: number): number => ++calls && value + 1
`,
      'src/page.ts': `import { markUiReady } from 'vitest-layout/markers'

export class Page {
  show(value: number): HTMLElement {
    const element = document.createElement('p')
    element.textContent = String(value)
    element.addEventListener('click', this.#clicked)
    document.body.append(element)
    markUiReady()
    return element
  }

  readonly #clicked = (event: Event): void => void (event.target as HTMLElement).remove()
}
`,
      'test/count.test.ts': `import { expect, test } from 'vitest'
import { count } from '../src/count.ts'

test('counts', async () => expect(await count(3)).toBe(3))
`,
      ...Object.fromEntries(
        [1, 2].map((n) => [
          `test/page${n}.test.ts`,
          `import { expect, test } from 'vitest'
import { count } from '../src/count.ts'
import { Page } from '../src/page.ts'

test('shows', async () => {
  const element = new Page().show(await count(${n}))
  expect(element.textContent).toBe('${n}')
  element.click()
  expect(element.isConnected).toBe(false)
})
`,
        ]),
      ),
    }
    const project = new TestProject(files)
    const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
    expect(status, stdout + stderr).toBe(0)
    expect(callsOf(project)).toEqual({
      'src/count.ts:count': 9,
      'src/plus.ts:plus': 6,
      'src/page.ts:Page.show': 2,
      'src/page.ts:Page.<instance_members>': 2,
      'src/page.ts:Page.#clicked': 2,
    })
    expect(reportOf(project)).toMatchObject({ complete: true, problems: [], warnings: [] })
    expect(project.read('.vitest/layout/recording.sdn')).toContain('ui.ready')
    expect(scenariosOf(project)['test/page2.test.ts test shows']).toEqual([
      'src/page.ts:Page.<instance_members>',
      'src/count.ts:count',
      'src/plus.ts:<module>',
      'src/plus.ts:plus',
      'src/page.ts:Page.show',
      'src/page.ts:Page.#clicked',
    ])

    project.write('vitest.config.ts', files['vitest.config.ts'].replace('layout()', `layout({ perProject: true })`))
    expect((await project.vitest(['--reporter=layout'])).status).toBe(0)
    const page = '.vitest/layout/page (chromium)'
    expect(callsOf(project, '.vitest/layout/unit')).toEqual({ 'src/count.ts:count': 4, 'src/plus.ts:plus': 3 })
    expect(callsOf(project, page)).toMatchObject({ 'src/count.ts:count': 5, 'src/page.ts:Page.show': 2 })
    expect(reportOf(project, page)).toMatchObject({ complete: true, problems: [], warnings: [] })
  })
})
