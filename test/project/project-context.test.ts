import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { LayoutError } from '../../src/errors.ts'
import { ProjectContext } from '../../src/project/index.ts'

mkdirSync('test/.tmp', { recursive: true })
const base = mkdtempSync('test/.tmp/project-')
afterAll(() => {
  rmSync(base, { recursive: true })
})

function folder(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(base, name)
  mkdirSync(root, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text)
  return root
}

const SDN = 'layout:\n    patterns:\n        startup = [init_*]\n    anchors:\n        event_loop = [run_loop]\n'

test.each([
  ['layout.sdn', SDN],
  ['layout.yaml', 'layout:\n  patterns: { startup: [init_*] }\n  anchors: { event_loop: [run_loop] }\n'],
  ['layout.yml', 'layout:\n  patterns: { startup: [init_*] }\n  anchors: { event_loop: run_loop }\n'],
])('%s in the root is found by itself', (file, text) => {
  const root = folder(file, { [file]: text })
  const project = ProjectContext.load(root)
  expect(project.layoutConfig().sourcePath).toBe(join(root, file))
  expect(project.layoutPhase('src/app.ts:init_db')).toBe('startup')
  expect(project.layoutPhase('src/app.ts:init_db', { phase: 'cold', pinned: false })).toBe('cold')
  expect(project.layoutPhase('src/app.ts:other')).toBe('steady')
  expect(project.isLayoutAnchor('src/app.ts:run_loop')).toBe(true)
  expect(project.isLayoutAnchor('src/app.ts:init_db')).toBe(false)
})

test('without a file everything is default', () => {
  const project = ProjectContext.load(folder('none', {}))
  expect(project.layoutConfig().budgets).toEqual({ startup: 8, first_frame: 4, steady: 0, cold: 0 })
  expect(project.layoutPhase('main')).toBe('steady')
})

test('mistakes and two files are errors', () => {
  const load = (name: string, files: Readonly<Record<string, string>>) => (): unknown =>
    ProjectContext.load(folder(name, files))
  expect(load('two', { 'layout.sdn': SDN, 'layout.yaml': '' })).toThrow(LayoutError)
  expect(load('wrong', { 'layout.sdn': 'layout:\n    budget: 1\n' })).toThrow(/layout\.sdn:2:5: unknown key "budget"/)
  expect(load('cut', { 'layout.sdn': 'layout:\n    patterns:\n        cold = [a, b\n' })).toThrow(/layout\.sdn:3:\d+: /)
})
