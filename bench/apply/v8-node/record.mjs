// What a tool's Vitest scenarios run, told by vitest-layout's own recorder: each scenario is a test that calls the tool
// in the worker, with the arguments of the command line. Returns the recording and the folder its modules are relative to.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { readRecordingFile } from '../../../dist/src/record/session/index.js'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const PLUGIN = join(ROOT, 'dist/src/index.js')

/**
 * @param {{ out: string, work: string, name: string, tool: { record: { module: string, call: string },
 *   scenarios: { name: string, args: string[] }[] } }} options `record.module` is a file that Vitest inlines,
 *   `record.call` the code that calls it
 */
export function recordScenarios({ out, work, name, tool }) {
  const folder = join(out, 'scenarios', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const target = resolve(out, tool.record.module)
  // One file each, so that each loads the tool anew, as a process does.
  for (const [index, scenario] of tool.scenarios.entries()) {
    writeFileSync(join(folder, `${index}.test.mjs`), testText(scenario, { target, work, call: tool.record.call }))
  }
  const config = join(folder, 'vitest.config.mjs')
  writeFileSync(config, configText({ out, folder, target, last: tool.record.last ?? '' }))
  const run = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config, '--reporter=layout']
  try {
    execFileSync(process.execPath, run, { cwd: out, stdio: 'pipe', encoding: 'utf8', maxBuffer: 1e8 })
  } catch (error) {
    throw new Error(`${name}: the scenarios failed\n${error.stderr}`, { cause: error })
  }
  return { recording: readRecordingFile(join(folder, 'layout/recording.sdn')), root: out }
}

function testText({ name, args }, { target, work, call }) {
  return `import { expect, test, vi } from 'vitest'
test(${JSON.stringify(name)}, async () => {
  process.chdir(${JSON.stringify(work)})
  process.argv = [process.argv[0], ${JSON.stringify(target)}, ...${JSON.stringify(args)}]
  process.exitCode = undefined
  const left = Symbol('process.exit')
  let status
  vi.spyOn(process, 'exit').mockImplementation((code) => { status = code; throw left })
  const printed = []
  const print = (text) => { printed.push(String(text)); return true }
  for (const method of ['log', 'warn', 'error', 'info']) vi.spyOn(console, method).mockImplementation(print)
  vi.spyOn(process.stdout, 'write').mockImplementation(print)
  try {
    const tool = await import(${JSON.stringify(target)})
    ${call}
  } catch (error) {
    if (error !== left) throw error
  }
  status ??= process.exitCode ?? 0
  process.exitCode = undefined
  expect([0, 1, 2], printed.join('\\n')).toContain(status)
  expect(printed.join('\\n')).not.toMatch(/Error:|at .*:\\d+:\\d+/)
  expect(printed.join('').length).toBeGreaterThan(${args.includes('--noEmit') ? -1 : 0})
}, 300_000)
`
}

function configText({ out, folder, target, last }) {
  const outDir = relative(out, join(folder, 'layout'))
  return `import { layout } from ${JSON.stringify(PLUGIN)}
// Vitest runs ES modules. A CommonJS bundle gets what Node would give it, on its first line.
const commonJs = {
  name: 'bench:commonjs',
  enforce: 'pre',
  transform(code, id) {
    if (id !== ${JSON.stringify(target)} || !/\\.c?js$/.test(id)) return undefined
    const head = "import { createRequire as $createRequire } from 'node:module';" +
      "import { dirname as $dirname } from 'node:path';const __filename=" + JSON.stringify(id) +
      ",__dirname=$dirname(__filename),require=$createRequire(__filename),module={exports:{}};let exports=module.exports;"
    let text = code.replace(/^#!.*/, '')
    // What the program does when it is loaded becomes a call of the test's.
    const last = text.lastIndexOf(${JSON.stringify(last)})
    if (${last !== ''}) text = text.slice(0, last) + 'module.exports.main=()=>{' + ${JSON.stringify(last)} + '};' + text.slice(last + ${last.length})
    return { code: head + '\\n' + text + '\\nexport default module.exports;', map: shifted(text, id) }
  },
}
function shifted(text, source) {
  // Each line maps to itself, word by word, one line further down.
  let mappings = ''
  let lastColumn = 0
  const lines = text.split('\\n')
  for (const [index, line] of lines.entries()) {
    mappings += ';'
    let generated = 0
    let isFirst = true
    for (const { index: column } of line.matchAll(/[\\w$]+|[^\\w$\\s]/g)) {
      mappings += (isFirst ? '' : ',') + vlq(column - generated) + 'A' + vlq(isFirst ? index - shifted.line : 0) + vlq(column - lastColumn)
      if (isFirst) shifted.line = index
      isFirst = false
      generated = lastColumn = column
    }
  }
  return { version: 3, sources: [source], sourcesContent: [text], names: [], mappings }
}
shifted.line = 0
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
function vlq(value) {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1
  let text = ''
  do {
    const digit = rest & 31
    rest >>>= 5
    text += DIGITS[rest > 0 ? digit | 32 : digit]
  } while (rest > 0)
  return text
}
export default {
  root: ${JSON.stringify(out)},
  // Node's paths, not the browser's that a bundler would take.
  plugins: [commonJs, layout({ outDir: ${JSON.stringify(outDir)}, exclude: [], edges: false, timing: 'off' })],
  server: { fs: { strict: false } },
  test: {
    include: [${JSON.stringify(`${relative(out, folder)}/*.test.mjs`)}],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 300_000,
    server: { deps: { inline: [/\\/node_modules\\/(prettier|typescript)\\//, /\\/tools\\//] } },
  },
}
`
}
