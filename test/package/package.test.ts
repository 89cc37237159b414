import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { REPOSITORY } from '../support/project.ts'

interface Manifest {
  readonly name: string
  readonly bin: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
}

const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Manifest
/** Of each entry, what is run and what is typed. */
const entries = Object.values(manifest.exports).map((entry) =>
  typeof entry === 'string' ? { types: entry.replace(/\.js$/, '.d.ts'), default: entry } : entry,
)

test('a package holds what users need, and only that', () => {
  const text = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  })
  const [{ files }] = JSON.parse(text) as [{ files: { path: string }[] }]
  const paths = files.map(({ path }) => path)
  const odd = paths.filter(
    (path) =>
      !/^(dist\/(src|reporters)\/.*\.(js|d\.ts)|dist\/lib\/[\w-]+\.js|README\.md|LICENSE|CHANGELOG\.md|package\.json|action\.yml|dist\/action\/.*|src\/apply\/doctor\/pagetrack\.c)$/.test(
        path,
      ),
  )
  expect(odd).toEqual([])
  for (const target of [...entries.map((entry) => entry.default), ...Object.values(manifest.bin)]) {
    expect(paths).toContain(target.replace(/^\.\//, ''))
  }
})

test('every entry has types beside it', () => {
  for (const entry of entries.filter(({ default: path }) => path.endsWith('.js'))) {
    expect(existsSync(join(REPOSITORY, entry.types)), entry.types).toBe(true)
  }
})

test('entries load by their names', () => {
  // The setup entry belongs in a worker of Vitest, registering is what its name says: both act when they are loaded.
  const names = Object.keys(manifest.exports).filter((path) => !/package\.json|setup|register/.test(path))
  const specifiers = names.map((path) => manifest.name + path.slice(1))
  const script = `for (const name of ${JSON.stringify(specifiers)}) console.log(name, Object.keys(await import(name)).length > 0)`
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  })
  expect(out.trim().split('\n')).toEqual(specifiers.map((name) => `${name} true`))
})

test('errors of every entry are of one class', () => {
  const script = `
    const { LayoutError } = await import('vitest-layout')
    const { parseSdn } = await import('vitest-layout/sdn')
    const { readHermesFile } = await import('vitest-layout/hermes')
    for (const fail of [() => parseSdn('a b c'), () => readHermesFile(new Uint8Array(3))]) {
      try { fail() } catch (error) { console.log(error instanceof LayoutError) }
    }`
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  })
  expect(out).toBe('true\ntrue\n')
})

test('the program runs', () => {
  const bin = join(REPOSITORY, manifest.bin['vitest-layout']!)
  expect(execFileSync(process.execPath, [bin, '--help'], { encoding: 'utf8' })).toContain('vitest-layout COMMAND')
})
