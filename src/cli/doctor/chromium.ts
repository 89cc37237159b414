import { readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'

import {
  DevTools,
  fileSize,
  type FileSize,
  findChromium,
  FIRST_PAINT,
  judge,
  PageServer,
  visit,
  type Visit,
} from '../../apply/doctor/index.ts'
import { LayoutError } from '../../errors.ts'
import { bundleTarget } from '../apply/bundle.ts'
import { lateFilesBeside } from '../apply/split.ts'
import type { CommandIo } from '../command.ts'
import { pairedRow } from './node.ts'
import { type DoctorRequest, type DoctorTarget, type DoctorValues, listOf, textOf, type Trial } from './target.ts'

/** Megabits a second when nothing is said: a slow line, on which compiling and loading overlap as they do for users. */
const NETWORK_MBIT = 10

/** A page in Chromium: time to its first paint or a mark, and main-thread CPU until then, on first visits. */
export const chromiumDoctor: DoctorTarget = {
  name: 'chromium',
  apply: bundleTarget,
  options: {
    page: { type: 'string' },
    serve: { type: 'string' },
    ready: { type: 'string' },
    network: { type: 'string' },
    slow: { type: 'string' },
    pairs: { type: 'string' },
    chromium: { type: 'string' },
    'chromium-arg': { type: 'string', multiple: true },
  },

  check(request, io) {
    programOf(request.values, io)
    addressOf(request, io)
    networkOf(request.values)
    slownessOf(request.values)
  },

  async measure(request, io) {
    const { folder, address } = addressOf(request, io)
    const { before, after, values } = request
    const beside = values['split-cold'] === true ? lateFilesBeside(after) : []
    const servers = {
      before: new PageServer(folder, before, before),
      after: new PageServer(folder, before, after, beside),
    }
    const browser = await DevTools.launch(programOf(values, io), listOf(values['chromium-arg']))
    try {
      const origins = { before: await servers.before.listen(), after: await servers.after.listen() }
      const ready = textOf(values['ready']) ?? FIRST_PAINT
      const options = { ready, network: networkOf(values), slow: slownessOf(values) }
      const see = async (build: 'before' | 'after'): Promise<Visit> =>
        await visit(browser, { ...options, url: origins[build] + address })
      await checkSame(request, see, servers.before)
      const trial = await measureVisits(request, see, options)
      return { ...trial, notes: lateNotes(beside) }
    } finally {
      await browser.close()
      servers.before.close()
      servers.after.close()
    }
  },

  recipe({ values }, command) {
    const layout = textOf(values['layout'])
    const lines = ['After each build:', '', `  ${command}`]
    if (layout === undefined) return lines
    const phases = textOf(values['phases'])?.split(',')
    const options = [
      `layout: '${layout}'`,
      ...(phases === undefined ? [] : [`phases: [${phases.map((phase) => `'${phase.trim()}'`).join(', ')}]`]),
      ...(values['plain-methods'] === true ? ['plainMethods: true'] : []),
      ...(values['hint-comment'] === true ? ['hintComment: true'] : []),
      ...splitRecipe(values),
    ]
    return [
      'For all chunks, in vite.config.ts:',
      '',
      `  import { layoutPlugin } from 'vitest-layout/bundle'`,
      '',
      '  export default {',
      `    plugins: [layoutPlugin({ ${options.join(', ')} })],`,
      `    build: { sourcemap: 'hidden' },`,
      '  }',
      '',
      'Or this file alone, after each build:',
      '',
      `  ${command}`,
    ]
  },
}

/** The plugin's option for what `--split-cold` and its options ask for. */
function splitRecipe(values: DoctorValues): string[] {
  if (values['split-cold'] !== true) return []
  const options = [
    ...(values['min-body'] === undefined ? [] : [`minSize: ${textOf(values['min-body'])}`]),
    ...(values['on-demand'] === true ? ['onDemand: true'] : []),
    ...(values['cluster'] === undefined ? [] : [`clusterSize: ${textOf(values['cluster'])}`]),
    ...(values['no-prefetch'] === true ? ['prefetch: false'] : []),
    ...(values['rest'] === 'cold' ? ['unknownIsCold: true'] : []),
  ]
  return [`splitCold: ${options.length === 0 ? 'true' : `{ ${options.join(', ')} }`}`]
}

/** What a split leaves for later, of which the sizes of both builds say nothing. */
function lateNotes(beside: readonly string[]): string[] {
  const sizes = beside.filter((path) => path.endsWith('.js')).map((path) => fileSize(readFileSync(path)))
  if (sizes.length === 0) return []
  const sum = (key: keyof FileSize): number => sizes.reduce((all, size) => all + size[key], 0)
  const files = sizes.length === 1 ? 'A file beside it holds' : `${sizes.length} files beside it hold`
  return [
    `${files} what was split off: raw ${sum('raw')}, gzip ${sum('gzip')}, brotli ${sum('brotli')}; each is fetched when it is needed, or once the page is painted.`,
  ]
}

/** A visit of each build that is not measured: both must show the same, and load the file. */
async function checkSame(
  { output, input, values }: DoctorRequest,
  see: (build: 'before' | 'after') => Promise<Visit>,
  server: PageServer,
): Promise<void> {
  const old = await see('before')
  if (server.served === 0) {
    throw new LayoutError('DOCTOR_UNUSED', `${textOf(values['page'])} does not load this file until it is ready.`, {
      file: input,
      hint: 'Name the page that loads it with --page, or a later mark with --ready.',
    })
  }
  const now = await see('after')
  if (old.shown === now.shown) return
  throw new LayoutError('DOCTOR_DIFFERS', 'the two builds show different things when they are ready.', {
    file: output,
    hint: 'The page must show the same on each visit; if it does otherwise, please report it.',
  })
}

async function measureVisits(
  { pairs, values }: DoctorRequest,
  see: (build: 'before' | 'after') => Promise<Visit>,
  { ready, network, slow }: { ready: string; network: number | undefined; slow: number },
): Promise<Trial> {
  const visits: { before: Visit[]; after: Visit[] } = { before: [], after: [] }
  for (let pair = 0; pair < pairs; pair++) {
    visits.before.push(await see('before'))
    visits.after.push(await see('after'))
  }
  const page = textOf(values['page']) ?? ''
  const row = (name: string, key: 'start' | 'cpu') =>
    pairedRow(
      page,
      name,
      'ms',
      judge(
        visits.before.map((seen) => seen[key]),
        visits.after.map((seen) => seen[key]),
      ),
    )
  const line = network === undefined ? 'network not throttled' : `${network} Mbit/s, 40 ms`
  const speed = slow === 1 ? '' : `, CPU slowed ${slow} times`
  return {
    heading: `First visits in Chromium, no caches, ${line}${speed}, ${pairs} pairs:`,
    rows: [row(ready, 'start'), row('main-thread CPU until then', 'cpu')],
    notes: [],
  }
}

function programOf(values: DoctorValues, io: CommandIo): string {
  const named = textOf(values['chromium'])
  const program = named === undefined ? findChromium(io.env) : resolve(io.cwd, named)
  if (program !== undefined) return program
  throw new LayoutError('DOCTOR_BROWSER', 'there is no Chromium on the search path.', {
    hint: 'Install one, or name it with --chromium FILE or CHROMIUM_PATH.',
  })
}

/** The folder that is served, and the page's address in it. */
function addressOf({ before, input, values }: DoctorRequest, io: CommandIo): { folder: string; address: string } {
  const page = resolve(io.cwd, textOf(values['page'])!)
  const served = textOf(values['serve'])
  const folder = served === undefined ? dirname(page) : resolve(io.cwd, served)
  const inside = (path: string): boolean => !relative(folder, path).startsWith('..')
  if (inside(page) && inside(before)) {
    const parts = relative(folder, page).split(sep)
    return { folder, address: `/${parts.map(encodeURIComponent).join('/')}` }
  }
  throw new LayoutError('DOCTOR_USAGE', `it does not lie in ${folder}, the folder that is served.`, {
    file: inside(page) ? input : textOf(values['page']),
    hint: 'Name a folder that holds the page and the file with --serve FOLDER.',
  })
}

function networkOf(values: DoctorValues): number | undefined {
  const text = textOf(values['network'])
  if (text === undefined) return NETWORK_MBIT
  return text === 'none' ? undefined : positive('--network', text, 'megabits a second, or none')
}

function slownessOf(values: DoctorValues): number {
  const text = textOf(values['slow'])
  const slow = text === undefined ? 1 : positive('--slow', text, 'a number from 1 on')
  if (slow >= 1) return slow
  throw new LayoutError('DOCTOR_USAGE', `--slow ${text}: expected a number from 1 on.`)
}

function positive(option: string, text: string, expected: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value
  throw new LayoutError('DOCTOR_USAGE', `${option} ${JSON.stringify(text)}: expected ${expected}.`)
}
