import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

import {
  recommendImports,
  sourceModules,
  type Recommendation,
  type RecommendReport,
} from '../../apply/recommend/index.ts'
import { LayoutError } from '../../errors.ts'
import { LayoutConfig, parsePhase } from '../../model/index.ts'
import { rootOf } from '../apply/built-sources.ts'
import { mapsOfBundle } from '../apply/bundle-maps.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  help: `vitest-layout recommend FILE --layout layout.sdn [OPTIONS]

Lists modules that a built file loads by static imports although none of their functions runs before the first frame:
with import() in the place of those imports, they would leave the first load. Nothing is changed.

  --layout FILE        the layout (or recorded layout) to go by
  --map FILE           the file's source map (default: told by the file itself, or FILE.map)
  --bundle-map FILE    maps further up; again for more
  --root FOLDER        what the layout's modules are relative to (default: the layout's folder)
  --phases LIST        phases that count as before the first frame (default: startup,first_frame)
  --least BYTES        leave out what saves less (default: 0)
  --json               the report as JSON

Example:
  vitest-layout recommend dist/assets/index-C3x9.js --layout layout.sdn
`,
  // eslint-disable-next-line require-await -- the shape of every command
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        layout: { type: 'string' },
        map: { type: 'string' },
        'bundle-map': { type: 'string', multiple: true },
        root: { type: 'string' },
        phases: { type: 'string' },
        least: { type: 'string' },
        json: { type: 'boolean' },
      },
    })
    const [input, ...more] = positionals
    if (input === undefined || more.length > 0 || values.layout === undefined) {
      const found = values.layout === undefined ? 'no --layout' : `${positionals.length} files`
      throw new LayoutError('RECOMMEND_USAGE', `expected one built file and --layout FILE, found ${found}.`, {
        hint: '`vitest-layout recommend --help` explains.',
      })
    }
    const least = values.least ?? '0'
    if (!/^\d+$/.test(least)) {
      throw new LayoutError('RECOMMEND_USAGE', `--least ${JSON.stringify(least)}: expected a number of bytes.`)
    }
    const code = readText(resolve(io.cwd, input), input)
    const layout = LayoutConfig.fromFile(resolve(io.cwd, values.layout))
    const maps = mapsOfBundle(input, code, values.map, values['bundle-map'], io.cwd)
    if (maps.length === 0) {
      throw new LayoutError('APPLY_NO_MAP', 'imports can be looked at only with the source map of the file.', {
        file: input,
        hint: 'Build with source maps, or name the map with --map.',
      })
    }
    const phases =
      values.phases === undefined ? undefined : new Set(values.phases.split(',').map((name) => parsePhase(name.trim())))
    const { modules, unread } = sourceModules({
      code,
      maps,
      layout,
      root: rootOf(io.cwd, values.root, values.layout),
      phases,
    })
    if (!modules.some(({ isKnown }) => isKnown)) {
      throw new LayoutError('BUNDLE_NO_MATCH', `none of the ${modules.length} modules of this file is in the layout.`, {
        file: input,
        hint: 'Check that the layout is of this project, and that its modules are relative to the root.',
      })
    }
    const all = recommendImports(modules, Buffer.byteLength(code))
    const report = { ...all, recommendations: all.recommendations.filter(({ saves }) => saves >= Number(least)) }
    io.stdout.write(
      values.json === true ? `${JSON.stringify({ ...report, unread }, undefined, 2)}\n` : textOf(input, report, unread),
    )
    return 0
  },
}

function textOf(input: string, report: RecommendReport, unread: readonly string[]): string {
  const { bytes, knownBytes, coldBytes, recommendations, savesTogether, kept } = report
  const lines = [
    `${input}: ${bytes} bytes, ${knownBytes} from modules that the layout knows; ${coldBytes} of them in modules of which no function runs before the first frame`,
  ]
  if (recommendations.length === 0) lines.push('No static import could be an import(): nothing to save.')
  else {
    const share = ((100 * savesTogether) / Math.max(bytes, 1)).toFixed(1)
    lines.push(
      `import() in the place of static imports would take ${savesTogether} bytes (${share} %) out of the first load:`,
    )
  }
  for (const recommendation of recommendations) lines.push('', ...linesOf(recommendation))
  if (kept.length > 0) lines.push('', 'Nothing of these runs early, and they stay:')
  for (const { module, bytes: size, reason } of kept) lines.push(`  ${module} (${size} bytes): ${reason}`)
  for (const module of unread) lines.push(`not read: ${module} (no text in the map or on disk, or no JavaScript)`)
  return `${lines.join('\n')}\n`
}

function linesOf({
  module,
  bytes,
  saves,
  alsoLeaves,
  stays,
  sites,
  functions,
  phases,
  effects,
}: Recommendation): string[] {
  const counts = Object.entries(phases).map(([phase, count]) => `${count} ${phase}`)
  const lines = [`  ${module} saves ${saves} bytes: itself ${bytes}; ${functions} functions (${counts.join(', ')})`]
  for (const other of alsoLeaves) lines.push(`    with it goes ${other.module} (${other.bytes} bytes)`)
  if (stays.length > 0) lines.push(`    stay, since others import them: ${stays.join(', ')}`)
  for (const { module: importer, line, kind, usedAtLoad } of sites) {
    const words = { import: 'imported by', 're-export': 'passed on by', 'side-effect': 'loaded for what it does by' }[
      kind
    ]
    const used =
      usedAtLoad === undefined ? '' : `; used while that loads, in line ${usedAtLoad}: move it into a function first`
    lines.push(`    ${words} ${importer}:${line}${used}`)
  }
  if (effects.length > 0) {
    lines.push(`    does something while it loads (line ${effects.join(', ')}), which would then happen later`)
  }
  return lines
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new LayoutError('READ_FAILED', `cannot read this file: ${String(cause)}.`, { file: name, cause })
  }
}
