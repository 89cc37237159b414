import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { bodyPages, findProgram, PageTracker, type Verdict } from '../../apply/doctor/index.ts'
import { readHermesFile } from '../../apply/hermes/index.ts'
import { LayoutError } from '../../errors.ts'
import { hermesTarget, pageSizeOf, readHermesOrder } from '../apply/hermes.ts'
import type { CommandIo } from '../command.ts'
import { argumentsOf, type DoctorRequest, type DoctorRow, type DoctorTarget, listOf, textOf } from './target.ts'

/** Pages as the engine maps the file; the tracker knows no others. */
const MAPPED_PAGE = 4096

/** Hermes bytecode: pages of the file that a start touches. */
export const hermesDoctor: DoctorTarget = {
  name: 'hermes',
  apply: hermesTarget,
  options: { run: { type: 'string', multiple: true }, engine: { type: 'string' }, cwd: { type: 'string' } },

  check: () => undefined,

  // oxlint-disable-next-line require-await -- the shape of every target
  async measure(request, io) {
    const engine = engineOf(request, io)
    if (engine === undefined) {
      return {
        heading: 'Pages that hold bodies of start-up and first frame (by the layout: no engine ran):',
        rows: [countedRow(request, io)],
        notes: ['No engine was run. Name one for this bytecode version with --engine FILE.'],
      }
    }
    const tracker = PageTracker.open()
    try {
      return runEngine(request, engine, tracker, io)
    } finally {
      if (typeof tracker !== 'string') tracker.close()
    }
  },

  recipe: (_request, command) => ['After each `hermesc`:', '', `  ${command}`],
}

function engineOf({ values }: DoctorRequest, io: CommandIo): string | undefined {
  const named = textOf(values['engine'])
  if (named === 'none') return undefined
  return named === undefined ? findProgram(['hermes'], io.env) : resolve(io.cwd, named)
}

interface EngineRun {
  readonly printed: string
  readonly pages?: number
}

/** Every run in both builds: what it prints must be the same; pages are tracked where that can be, else counted. */
function runEngine(
  request: DoctorRequest,
  engine: string,
  tracker: PageTracker | string,
  io: CommandIo,
): Awaited<ReturnType<DoctorTarget['measure']>> {
  const cwd = resolve(io.cwd, textOf(request.values['cwd']) ?? '.')
  let obstacle = typeof tracker === 'string' ? tracker : undefined
  const run = (file: string, args: readonly string[]): EngineRun => {
    const all = ['-b', file, ...args]
    if (typeof tracker !== 'string' && obstacle === undefined) {
      const tracked = tracker.run(file, engine, all, cwd)
      if (typeof tracked !== 'string') {
        return { printed: printedBy(request, engine, tracked, file), pages: tracked.pages.length }
      }
      obstacle = tracked
    }
    const child = spawnSync(engine, all, { cwd, encoding: 'latin1', maxBuffer: 2 ** 28 })
    if (child.error !== undefined) throw notRun(request, engine, child.error.message)
    return { printed: printedBy(request, engine, child, file) }
  }
  const rows: DoctorRow[] = []
  for (const text of listOf(request.values['run']) ?? ['']) {
    const args = argumentsOf(text)
    const old = run(request.before, args)
    const now = run(request.after, args)
    if (old.printed !== now.printed) {
      throw new LayoutError('DOCTOR_DIFFERS', `the two builds print different things for \`${text}\`.`, {
        file: request.output,
        hint: 'Give runs that print the same each time; if the program does otherwise, please report it.',
      })
    }
    if (old.pages === undefined || now.pages === undefined) continue
    rows.push(row(text === '' ? 'start' : text, 'pages touched', old.pages, now.pages))
  }
  const tracked = obstacle === undefined
  const printed = 'Both builds print the same.'
  if (tracked) {
    return { heading: `Pages of 4096 bytes that ${engine} touches (each fault is counted):`, rows, notes: [printed] }
  }
  return {
    heading: 'Pages that hold bodies of start-up and first frame (by the layout: nothing was tracked):',
    rows: [countedRow(request, io)],
    notes: [printed, `Pages could not be tracked: ${obstacle}.`],
  }
}

function printedBy(
  request: DoctorRequest,
  engine: string,
  child: { readonly status: number | null; readonly stdout: string; readonly stderr: string },
  file: string,
): string {
  if (
    child.status === null ||
    (child.status !== 0 && /bytecode version|Wrong bytecode|Error loading/i.test(child.stderr))
  )
    throw notRun(request, engine, child.stderr.trim().split('\n')[0] ?? '')
  // Stack traces name the file.
  return `${child.status}\n${child.stdout}\n${child.stderr}`.replaceAll(file, 'FILE')
}

function notRun({ input }: DoctorRequest, engine: string, reason: string): LayoutError {
  return new LayoutError('DOCTOR_ENGINE', `${engine} does not run this file: ${reason}.`, {
    file: input,
    hint: 'Name the engine of its bytecode version with --engine FILE, or none with --engine none.',
  })
}

/** From the recorded bodies alone: what the layout says runs early, and where it stands in both files. */
function countedRow(request: DoctorRequest, io: CommandIo): DoctorRow {
  const { input, bytes, output, values, before, after } = request
  const { layout, pageSize } = readHermesOrder({ input, bytes, output, values }, io)
  const early = [...(layout.startup ?? []), ...(layout.first_frame ?? [])]
  const size = pageSizeOf(values['page-size']) ?? pageSize ?? MAPPED_PAGE
  const ignoreHash = values['ignore-hash'] === true
  const [old, now] = [before, after].map((file) =>
    bodyPages(readHermesFile(readFileSync(file), { file, ignoreHash }), early, size),
  )
  return row(`${early.length} functions, at least ${now!.bound} pages`, 'pages of bodies', old!.pages, now!.pages)
}

function row(run: string, figure: string, before: number, after: number): DoctorRow {
  const verdict: Verdict = after < before ? 'better' : after > before ? 'worse' : 'no gain'
  return { run, figure, unit: 'pages', before, after, ratio: before === 0 ? 1 : after / before, verdict }
}
