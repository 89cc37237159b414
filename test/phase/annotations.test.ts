import { expect, test } from 'vitest'

import { config } from '../reporter/projects.ts'
import { runCli } from '../cli/run-cli.ts'
import { TestProject } from '../support/project.ts'

/** A component compiler as there are many: takes the script out of the file, and says so in a map. */
const COMPONENTS = `import MagicString from 'magic-string'
const components = {
  name: 'components',
  transform(code, id) {
    if (!id.endsWith('.vue')) return
    const text = new MagicString(code)
    const start = code.indexOf('<script>') + '<script>'.length
    text.remove(0, start).remove(code.indexOf('</script>'), code.length)
    return { code: text.toString(), map: text.generateMap({ source: id, includeContent: true, hires: true }) }
  },
}
`

const FILES: Record<string, string> = {
  'vitest.config.ts': COMPONENTS + config().replace('plugins: [', 'plugins: [components, '),
  'layout.sdn': `layout:
    overrides |function, phase|
        "src/app.ts:pinned", cold
        "src/app.ts:overridden", first_frame
`,
  'src/app.ts': `interface Options { readonly times: number }

const label = '/** @layout cold */'
/** @layout startup pin */
export function pinned<T>(value: T): T {
  return value
}
/** @layout steady */
export const overridden = (options: Options): number => options.times
export class App {
  /** @layout cold */
  run(options: Options): string {
    return \`\${label} \${this.times(options)}\`
  }
  /** @layout anchor=event_loop */
  private times({ times }: Options): number {
    return times
  }
}
/** @layout first_frame */
export function neverRuns(): void {}
export function plain(): void {}
/** @layout first_frame */
export function over(a: string): string
export function over(a: { readonly b: number }): string
export function over(a: unknown): string {
  return String(a)
}
export abstract class Overloaded {
  /** @layout steady */
  on(a: string): void
  on(a: { readonly b: number }): void
  on(_a: unknown): void {}
}
`,
  'src/panel.tsx': `/** @layout phase=first_frame anchor=paint */
export const Panel = (props: { readonly on: boolean }): unknown => (props.on ? <b>{1}</b> : null)
const React = { createElement: (): number => 1 }
`,
  'src/box.vue': `<template><p>/** @layout startup */</p></template>
<script>
/** @layout cold pin */
export default function setup() {
  return 1
}
</script>
`,
  'tsconfig.json': '{ "compilerOptions": { "jsx": "react" } }',
  'test/app.test.ts': `import { expect, test } from 'vitest'
import { App, overridden, pinned, plain } from '../src/app.ts'
import { Panel } from '../src/panel.tsx'
import setup from '../src/box.vue'
test('boots', { meta: { layout: { scenario: 'boot', phase: 'startup' } } }, () => {
  expect(new App().run({ times: 3 })).toBe('/** @layout cold */ 3')
  expect(Panel({ on: true })).toBe(1)
  expect(setup()).toBe(1)
})
test('works', () => {
  for (let i = 0; i < 12; i++) expect(pinned(i)).toBe(i)
  expect(overridden({ times: 1 })).toBe(1)
  plain()
})
`,
}

test('annotations of the original source decide, and the report lists both sides where the recording disagrees', async () => {
  const project = new TestProject(FILES)
  const { status, stdout } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(0)
  const layout = project.read('.vitest/layout/layout.sdn')
  for (const [name, phase] of [
    ['app.ts:pinned', 'startup'],
    ['app.ts:overridden', 'first_frame'],
    ['app.ts:App.run', 'cold'],
    ['app.ts:App.times', 'steady'],
    ['app.ts:neverRuns', 'first_frame'],
    ['app.ts:plain', 'cold'],
    ['app.ts:over', 'first_frame'],
    ['app.ts:Overloaded.on', 'steady'],
    ['panel.tsx:Panel', 'first_frame'],
    ['box.vue:setup', 'cold'],
  ]) {
    expect(layout).toContain(`"src/${name}", ${phase}, `)
  }
  const { warnings } = JSON.parse(project.read('.vitest/layout/report.json')) as { warnings: string[] }
  // The maps of esbuild (Vite 6 and 7) have a place where a function itself begins; in those of oxc the nearest is its
  // name, or the modifiers before it.
  expect(warnings).toEqual([
    'src/app.ts:12:3: src/app.ts:App.run is annotated cold, the recording says startup: scenarios reach it there.',
    expect.stringMatching(
      /^src\/app\.ts:16:(3|11): src\/app\.ts:App\.times is annotated steady, the recording says startup: scenarios reach/,
    ),
    expect.stringMatching(
      /^src\/app\.ts:9:(14|27): src\/app\.ts:overridden is annotated steady, the recording says cold: it is called rar/,
    ),
    'src/app.ts:5:8: src/app.ts:pinned is annotated startup (pinned), the recording says steady: it is called often.',
    'src/box.vue:4:16: src/box.vue:setup is annotated cold (pinned), the recording says startup: scenarios reach it there.',
    expect.stringMatching(
      /^src\/panel\.tsx:2:(14|22): src\/panel\.tsx:Panel is annotated first_frame, the recording says startup: scenarios /,
    ),
  ])
  expect(stdout).toContain('App.run is annotated cold')

  // The command says who decided, on what was just recorded.
  const explain = async (name: string): Promise<string> => (await runCli(['explain', name], project.root)).stdout
  expect(await explain('pinned')).toBe(`src/app.ts:pinned: startup
  pinned by its annotation to startup
  the recording says steady: its weighted calls, 12, are 10 or more
  test/app.test.ts (weight 1): 12 calls, outside marked parts
`)
  expect(await explain('overridden')).toMatch('  by the override "src/app.ts:overridden", over its annotation steady\n')
  expect(await explain('App.run')).toBe(`src/app.ts:App.run: cold
  by its annotation
  the recording says startup: scenarios with 100 % of the weight reach it there or before (10 % are needed)
  boot (weight 1): 1 call, in its startup part
`)

  project.write(
    'vitest.config.ts',
    FILES['vitest.config.ts']!.replace('layout({})', "layout({ annotationConflicts: 'error' })"),
  )
  const strict = await project.vitest(['--reporter=layout'])
  expect(strict.status).toBe(1)
  expect(strict.stdout).toContain('App.run is annotated cold')
  expect(project.read('.vitest/layout/layout.sdn')).toBe(layout)

  project.write(
    'vitest.config.ts',
    FILES['vitest.config.ts']!.replace('layout({})', "layout({ annotationConflicts: 'ignore' })"),
  )
  const lax = await project.vitest(['--reporter=layout'])
  expect(lax.status).toBe(0)
  expect(lax.stdout).not.toContain('is annotated')
  expect(project.read('.vitest/layout/layout.sdn')).toBe(layout)
})

test('a misspelled annotation fails the run with its place; the recording is kept', async () => {
  const project = new TestProject({
    ...FILES,
    'src/app.ts': FILES['src/app.ts']!.replace('@layout startup pin', '@layout start_up pin').replace(
      'cold */\n',
      'cold weight=2 */\n',
    ),
  })
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(1)
  expect(stdout).toContain('2 passed')
  expect(stderr).toContain('src/app.ts:4:5: ')
  expect(stderr).toContain('start_up')
  expect(stderr).toContain('src/app.ts:11:7: ')
  expect(project.has('.vitest/layout/recording.sdn')).toBe(true)
  expect(project.has('.vitest/layout/layout.sdn')).toBe(false)
})
