import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import {
  hermesLayout,
  type HermesLayout,
  type HermesReport,
  parseHermesOrder,
  readHermesFile,
  rewriteHermesBytecode,
} from '../../apply/hermes/index.ts'
import type { FunctionMatch } from '../../apply/match/index.ts'
import { LayoutError } from '../../errors.ts'
import { refuseOverwrite, writeFileAtomic } from '../../files/index.ts'
import { LayoutConfig, type LayoutPhase, parsePhase } from '../../model/index.ts'
import { readRecordingFile } from '../../record/session/index.ts'
import type { CommandIo } from '../command.ts'
import { placesOfSources, readMaps, rootOf } from './built-sources.ts'
import type { ApplyRequest, ApplyTarget } from './target.ts'

/** Hermes bytecode: `app.hbc`. */
export const hermesTarget: ApplyTarget = {
  name: 'hermes',
  options: {
    map: { type: 'string' },
    'bundle-map': { type: 'string', multiple: true },
    recording: { type: 'string' },
    root: { type: 'string' },
    order: { type: 'string' },
    rest: { type: 'string' },
    'page-size': { type: 'string' },
    'ignore-hash': { type: 'boolean' },
  },
  // The first four bytes of the magic number, which the delta form inverts; the rewriter explains the rest.
  recognises: (bytes, path) =>
    path.endsWith('.hbc') || (bytes[0] === 0xc6 && bytes[1] === 0x1f && bytes[2] === 0xbc && bytes[3] === 0x03),

  async run(request, io) {
    const { input, bytes, output, values } = request
    const ignoreHash = values['ignore-hash'] === true
    const order = readHermesOrder(request, io)
    refuseOverwrite([resolve(io.cwd, output)], [resolve(io.cwd, input), ...order.read])
    const { bytes: rewritten, report } = rewriteHermesBytecode(bytes, order.layout, {
      file: input,
      pageSize: pageSizeOf(values['page-size']) ?? order.pageSize,
      rest: order.rest,
      ignoreHash,
    })
    writeFileAtomic(resolve(io.cwd, output), rewritten)
    print(report, order, output, values['json'] === true, io)
    return 0
  },
}

/** What to put where, from an order file or from a layout. */
export interface HermesOrder {
  readonly layout: HermesLayout
  readonly rest: LayoutPhase
  readonly pageSize?: number
  readonly match?: FunctionMatch
  readonly unread?: readonly string[]
  /** Maps that were read. */
  readonly read: readonly string[]
}

export function readHermesOrder({ input, bytes, values }: ApplyRequest, io: CommandIo): HermesOrder {
  const ignoreHash = values['ignore-hash'] === true
  const wish = text(values['rest'])
  const rest = wish === undefined ? undefined : parsePhase(wish)
  const orderFile = text(values['order'])
  const layoutFile = text(values['layout'])
  if ((orderFile === undefined) === (layoutFile === undefined)) {
    throw new LayoutError('APPLY_USAGE', 'expected either --layout FILE or --order FILE.')
  }
  if (orderFile !== undefined) {
    return {
      layout: parseHermesOrder(readText(resolve(io.cwd, orderFile), orderFile), orderFile),
      rest: rest ?? 'cold',
      read: [],
    }
  }
  const layout = LayoutConfig.fromFile(resolve(io.cwd, layoutFile!))
  const file = readHermesFile(bytes, { file: input, ignoreHash })
  const root = rootOf(io.cwd, text(values['root']), layoutFile!)
  const more = values['bundle-map']
  const maps = readMaps(
    resolve(io.cwd, text(values['map']) ?? `${input}.map`),
    Array.isArray(more) ? more.map((path) => resolve(io.cwd, String(path))) : undefined,
    io.cwd,
  )
  const { places, unread } = placesOfSources(
    maps,
    layout.recorded.map(({ name }) => name),
    root,
  )
  const recording = text(values['recording'])
  if (recording !== undefined) {
    // Where the text of a source is at hand its places are more exact; the recording has those of the others.
    const known = new Set(places.map(({ module }) => module))
    for (const record of readRecordingFile(resolve(io.cwd, recording)).functions) {
      if (!known.has(record.module)) places.push(record)
    }
  }
  const { layout: order, match } = hermesLayout(file, maps, layout, places, { root, rest })
  const read = maps.flatMap(({ path }) => path ?? [])
  return { layout: order, rest: rest ?? 'steady', pageSize: layout.pageSize, match, unread, read }
}

function text(value: ApplyRequest['values'][string]): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new LayoutError('READ_FAILED', `cannot read this file: ${String(cause)}.`, { file: name, cause })
  }
}

export function pageSizeOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  if (/^\d+$/.test(value)) return Number(value)
  throw new LayoutError('APPLY_USAGE', `--page-size ${JSON.stringify(value)}: expected a number of bytes.`)
}

function print(
  report: HermesReport,
  { match, unread }: HermesOrder,
  output: string,
  json: boolean,
  io: CommandIo,
): void {
  if (json) {
    io.stdout.write(`${JSON.stringify({ ...report, match: match?.bytes, unread }, undefined, 2)}\n`)
    return
  }
  const lines = [
    `${output}: bytecode version ${report.version}, ${report.functions} functions in ${report.bodies} bodies, ` +
      `${report.bodyBytes} bytes; file ${report.fileBytesBefore} -> ${report.fileBytesAfter} bytes`,
  ]
  for (const { phase, bodies, bytes, start, pages } of report.phases) {
    lines.push(
      `  ${phase.padEnd(11)} ${count(bodies, 6)} bodies ${count(bytes, 10)} bytes ${count(pages, 6)} pages from ${start}`,
    )
  }
  const { fillers } = report
  if (fillers.bodies > 0) {
    lines.push(
      `  ${'cold'.padEnd(11)} ${count(fillers.bodies, 6)} bodies ${count(fillers.bytes, 10)} bytes in pages of other phases`,
    )
  }
  if (match !== undefined) {
    const { total, matched, unmatched } = match.bytes
    const share = total === 0 ? 100 : (100 * matched) / total
    lines.push(
      `matched ${matched} of ${total} bytes (${share.toFixed(1)} %); not matched: ${unmatched['no-source']} made by ` +
        `compiler or bundler, ${unmatched['module-not-recorded']} in modules that the layout does not know, ` +
        `${unmatched['no-function-there']} where no known function stands`,
    )
  }
  for (const module of unread ?? []) lines.push(`not read: ${module} (no text in the map or on disk, or no JavaScript)`)
  io.stdout.write(`${lines.join('\n')}\n`)
}

function count(value: number, width: number): string {
  return String(value).padStart(width)
}
