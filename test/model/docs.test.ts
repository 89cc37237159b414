import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { LayoutConfig } from '../../src/model/index.ts'
import { assignPhases } from '../../src/phase/index.ts'
import { recordingOf } from '../phase/recording-builder.ts'

const page = readFileSync('docs/config.md', 'utf8')
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map((match) => match[1] ?? '')

test('the examples of the configuration page are read', () => {
  const [all, block, table] = blocks('sdn').map((text) => LayoutConfig.fromText(text))
  expect(all?.scenarios[0]).toMatchObject({ name: 'tui_boot', stopMark: 'ui.ready' })
  expect(all?.phaseOf('src/app.ts:main')).toBe('startup')
  expect(block?.phaseOf('src/app.ts:init')).toBe('startup')
  expect(table?.phaseOf('src/app.ts:init')).toBe('startup')
  const yaml = blocks('yaml').map((text) => LayoutConfig.fromText(text, 'layout.yaml'))
  expect(yaml.map(({ pageSize, scenarios }) => [pageSize, scenarios[0]?.test])).toEqual([[16_384, 'app > boots*']])
})

test('every key of the schema has a row', () => {
  const known = /expected one of (.*)\.$/.exec(messageOf('layout:\n    unknown: 1\n'))?.[1]?.split(', ') ?? []
  expect(known.length).toBeGreaterThan(5)
  expect(known.filter((key) => !page.includes(`\n| \`${key}\` |`))).toEqual([])
})

test('the examples of the phases page come out as it says', () => {
  const phases = (recording: ReturnType<typeof recordingOf>): Record<string, string | undefined> => {
    const { phaseOf } = assignPhases(recording)
    return Object.fromEntries(recording.functions.map(({ name }) => [name, phaseOf(name)]))
  }
  const boot = { scenario: 'boot', phase: 'startup', stopMark: 'ui.ready', run: 'main format |ui.ready| tick' } as const
  const work = { scenario: 'work', weight: 5, run: 'format*4000 save*2' }
  const exporting = { scenario: 'export', phase: 'cold', run: 'writePdf*500' } as const
  expect(phases(recordingOf([boot, work, exporting]))).toEqual({
    main: 'startup',
    format: 'startup',
    tick: 'cold',
    save: 'steady',
    writePdf: 'cold',
  })
  const files = ['log', 'log', 'log', 'log', '', ''].map((run, i) => ({ file: `${i}`, run: `${run} own${i}` }))
  expect(phases(recordingOf(files))['log']).toBe('steady')
})

function messageOf(text: string): string {
  try {
    LayoutConfig.fromText(text)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}
