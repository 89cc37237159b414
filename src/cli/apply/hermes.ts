import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { type HermesReport, parseHermesOrder, rewriteHermesBytecode } from '../../apply/hermes/index.ts'
import { LayoutError } from '../../errors.ts'
import { writeFileAtomic } from '../../files/index.ts'
import { parsePhase } from '../../model/phase.ts'
import type { CommandIo } from '../command.ts'
import type { ApplyTarget } from './target.ts'

/** Hermes bytecode: `app.hbc`. */
export const hermesTarget: ApplyTarget = {
  name: 'hermes',
  options: {
    map: { type: 'string' },
    'bundle-map': { type: 'string', multiple: true },
    order: { type: 'string' },
    rest: { type: 'string' },
    'page-size': { type: 'string' },
    'ignore-hash': { type: 'boolean' },
  },
  // The first four bytes of the magic number, which the delta form inverts; the rewriter explains the rest.
  recognises: (bytes, path) =>
    path.endsWith('.hbc') || (bytes[0] === 0xc6 && bytes[1] === 0x1f && bytes[2] === 0xbc && bytes[3] === 0x03),

  async run({ input, bytes, output, values }, io) {
    const orderFile = values['order']
    if (typeof orderFile !== 'string') {
      throw new LayoutError('APPLY_USAGE', 'expected a layout.', { hint: 'Add `--order FILE`.' })
    }
    const order = parseHermesOrder(readFileSync(resolve(io.cwd, orderFile), 'utf8'), orderFile)
    const { bytes: rewritten, report } = rewriteHermesBytecode(bytes, order, {
      file: input,
      pageSize: pageSizeOf(values['page-size']),
      rest: typeof values['rest'] === 'string' ? parsePhase(values['rest']) : 'cold',
      ignoreHash: values['ignore-hash'] === true,
    })
    writeFileAtomic(resolve(io.cwd, output), rewritten)
    print(report, output, values['json'] === true, io)
    return 0
  },
}

function pageSizeOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  if (/^\d+$/.test(value)) return Number(value)
  throw new LayoutError('APPLY_USAGE', `--page-size ${JSON.stringify(value)}: expected a number of bytes.`)
}

function print(report: HermesReport, output: string, json: boolean, io: CommandIo): void {
  if (json) {
    io.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
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
  io.stdout.write(`${lines.join('\n')}\n`)
}

function count(value: number, width: number): string {
  return String(value).padStart(width)
}
