import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'

import { fileSize } from '../../apply/doctor/index.ts'
import { LayoutError } from '../../errors.ts'
import { refuseOverwrite } from '../../files/index.ts'
import { bundleTarget } from '../apply/bundle.ts'
import { MAP_COMMENT } from '../apply/bundle-maps.ts'
import { COMPANION_OPTIONS, companionsOf, writeCompanions } from '../apply/companions.ts'
import { hermesTarget } from '../apply/hermes.ts'
import { lateFilesBeside } from '../apply/split.ts'
import type { ParseArgsOptions } from '../apply/target.ts'
import type { Command, CommandIo } from '../command.ts'
import { chromiumDoctor } from '../doctor/chromium.ts'
import { hermesDoctor } from '../doctor/hermes.ts'
import { nodeDoctor } from '../doctor/node.ts'
import { packFiles, type PackTrial, tryPack } from '../doctor/pack.ts'
import { describeTrial } from '../doctor/print.ts'
import { type DoctorRequest, type DoctorTarget, type DoctorValues, isGain } from '../doctor/target.ts'

const HELP = `vitest-layout doctor FILE (--layout FILE | --coverage FOLDER | --order FILE) -o OUT [OPTIONS]

Applies a layout to a built file, tries the old build and the new one in turn, and keeps the new one only if the
engine's own figure is better. Both must do the same. Exit status 0: kept, 1: no gain. FILE is never changed.

A program for Node (.js, .mjs, .cjs): CPU of its process, with a warm compile cache.

  --run ARGS           arguments of one run; again for more (give runs that the recording has not seen, too)
  --node FILE          the Node that runs the program (default: this one)
  --cwd FOLDER         where the program runs (default: here)
  --pack               with --launcher and --fill, CommonJS: measures the build in a pack as well, and keeps the better
                       arrangement: the pack, or the launcher with the compile cache

A script of a page, in Chromium: time to first paint and main-thread CPU until then, first visits.

  --page FILE          the page that loads FILE
  --serve FOLDER       the folder to serve (default: that of the page)
  --ready MARK         a \`performance.mark\` to wait for instead of the first paint
  --network MBIT       megabits a second, or none (default: 10, with 40 ms a request)
  --slow NUMBER        times that the processor is slowed (default: 1)
  --chromium FILE      default: CHROMIUM_PATH, else the first on the search path
  --chromium-arg ARG   one more argument for it; again for more

Hermes bytecode (.hbc): pages of the file that a start touches.

  --engine FILE        the engine (default: \`hermes\` on the search path; none: count by the layout alone)
  --run ARGS           arguments of one run; again for more (default: one run without)
  --cwd FOLDER         as above

Node and Chromium:

  --pairs N            how often each is measured, in turn (default: 15, at least 6)

  --json               the figures as JSON

All options of \`vitest-layout apply\` for the kind of file are understood. For Node, write OUT into the folder of FILE
if the program finds other files from there.

Examples:
  vitest-layout doctor dist/cli.mjs --coverage .coverage --run "check src" --run=--version -o dist/cli.layout.mjs
  vitest-layout doctor dist/assets/app.js --layout layout.sdn --page dist/index.html -o app.layout.js
  vitest-layout doctor app.hbc --layout layout.sdn --engine hermes -o app.layout.hbc
`

const COMMON_OPTIONS = {
  layout: { type: 'string' },
  out: { type: 'string', short: 'o' },
  json: { type: 'boolean' },
} satisfies ParseArgsOptions

const DEFAULT_PAIRS = '15'
/** Fewer pairs have no interval of the median with 95 % confidence. */
const LEAST_PAIRS = 6

/** Files beside the output that are written only when it is kept. */
const COMPANIONS: ReadonlySet<string> = new Set(COMPANION_OPTIONS)

const TARGETS: readonly DoctorTarget[] = [nodeDoctor, chromiumDoctor, hermesDoctor]

export const command: Command = {
  help: HELP,
  async run(args, io) {
    const options: ParseArgsOptions = { ...COMMON_OPTIONS }
    for (const target of TARGETS) Object.assign(options, target.apply.options, target.options)
    const { values, positionals, tokens } = parseArgs({ args, options, allowPositionals: true, tokens: true })
    const [input] = positionals
    const output = values['out']
    if (input === undefined || positionals.length > 1 || typeof output !== 'string') {
      throw new LayoutError('DOCTOR_USAGE', 'expected one file and -o OUT.', {
        hint: '`vitest-layout doctor --help` explains.',
      })
    }
    const before = resolve(io.cwd, input)
    const after = resolve(io.cwd, output)
    const bytes = readInput(before, input)
    const target = targetOf(values, bytes, input)
    const request = { input, output, before, after, bytes, values, pairs: pairsOf(values['pairs']) }
    checkOptions(target, values)
    target.check(request, io)
    const program = { path: after, code: '' }
    const companions = target.apply === bundleTarget ? companionsOf(program, values, io) : undefined
    refuseOverwrite([after, ...(companions?.files ?? []).map(({ path }) => path)], [before])
    refuseExisting(output, writtenBy(request, io))

    const { trial, sizes, packed } = await tryOut(target, request, io)
    const kept = isGain(trial.rows)
    // A pack was filled to measure it. Without one, the launcher is one that uses the compile cache.
    const beside = values['pack'] === true ? companionsOf(program, { ...values, pack: false }, io) : companions
    if (kept && !packed && beside !== undefined) writeCompanions(beside, program)
    if (values['json'] === true) {
      io.stdout.write(`${JSON.stringify({ kept, packed, target: target.name, ...trial, sizes }, undefined, 2)}\n`)
      return kept ? 0 : 1
    }
    const notes = kept ? [...trial.notes, ...((packed ? companions : beside)?.notes ?? [])] : trial.notes
    const recipe = kept ? target.recipe(request, applyCommand(tokens, target, packed)) : undefined
    io.stdout.write(describeTrial({ ...trial, notes }, sizes, output, recipe))
    return kept ? 0 : 1
  },
}

/** Makes the new build, measures, and removes it again unless it is better, whatever happens on the way. */
async function tryOut(
  target: DoctorTarget,
  request: DoctorRequest,
  io: CommandIo,
): Promise<PackTrial & { sizes: readonly [ReturnType<typeof fileSize>, ReturnType<typeof fileSize>] }> {
  const { input, output, bytes, values, after } = request
  // With a listener of ours, an interrupt ends the program that is measured, and this one cleans up.
  const ignore = (): void => undefined
  process.on('SIGINT', ignore)
  let kept = false
  try {
    const own = Object.fromEntries(Object.entries(values).filter(([name]) => !COMPANIONS.has(name)))
    await target.apply.run({ input, bytes, output, values: own }, { ...io, stdout: silent() })
    const made = readFileSync(after)
    const sizes = [fileSize(bytes), fileSize(made)] as const
    const alone = isSame(bytes, made)
      ? { heading: 'Nothing was measured: both builds are the same.', rows: [], notes: [] }
      : await target.measure(request, io)
    const isPackTried = values['pack'] === true && alone.rows.length > 0
    const { trial, packed } = isPackTried ? await tryPack(target, request, alone, io) : { trial: alone, packed: false }
    kept = isGain(trial.rows)
    if (!packed) for (const file of packFiles(request, io)) rmSync(file, { force: true })
    return { trial, sizes, packed }
  } finally {
    process.off('SIGINT', ignore)
    if (!kept) for (const file of writtenBy(request, io)) rmSync(file, { force: true })
  }
}

/** All that `apply` may write: what is removed again without a gain. */
function writtenBy(request: DoctorRequest, io: CommandIo): string[] {
  const { after, values } = request
  const late = values['split-cold'] === true ? lateFilesBeside(after) : []
  return [after, `${after}.map`, ...late, ...packFiles(request, io)]
}

/** But for the comment that names the map. */
function isSame(before: Uint8Array, after: Buffer): boolean {
  if (after.equals(before)) return true
  const [old, now] = [Buffer.from(before), after].map((bytes) =>
    bytes.toString('latin1').replace(MAP_COMMENT, '').trim(),
  )
  return old === now
}

function targetOf(values: DoctorValues, bytes: Uint8Array, input: string): DoctorTarget {
  if (hermesTarget.recognises(bytes, input)) return hermesDoctor
  if (bundleTarget.recognises(bytes, input)) return values['page'] === undefined ? nodeDoctor : chromiumDoctor
  throw new LayoutError('APPLY_UNKNOWN_FILE', 'this is no file that a layout can be applied to (hermes, bundle).', {
    file: input,
  })
}

function checkOptions(target: DoctorTarget, values: DoctorValues): void {
  const foreign = Object.keys(values).find(
    (name) => !(name in COMMON_OPTIONS) && !(name in target.options) && !(name in target.apply.options),
  )
  if (foreign === undefined) return
  throw new LayoutError('DOCTOR_USAGE', `--${foreign} is no option for the target ${target.name}.`)
}

function pairsOf(value: DoctorValues[string]): number {
  const text = value === undefined ? DEFAULT_PAIRS : String(value)
  const pairs = Number(text)
  if (Number.isInteger(pairs) && pairs >= LEAST_PAIRS) return pairs
  throw new LayoutError('DOCTOR_USAGE', `--pairs ${text}: expected a whole number from ${LEAST_PAIRS} on.`)
}

function readInput(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LayoutError('READ_FAILED', `cannot read this file: ${reason}.`, { file: name, cause })
  }
}

/** A build that brings no gain is removed, so nothing that was there before may stand in its place. */
function refuseExisting(output: string, files: readonly string[]): void {
  const found = files.find((file) => existsSync(file) || lstatSync(file, { throwIfNoEntry: false }) !== undefined)
  if (found === undefined) return
  const what = found === files[0] ? 'the output exists already.' : `there is a ${basename(found)} already.`
  throw new LayoutError('DOCTOR_OUTPUT', what, { file: output, hint: 'Name a new file.' })
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]

/** The call of `apply` that makes the same build: the arguments without the doctor's own, quoted where a shell needs it. */
function applyCommand(tokens: readonly Token[], target: DoctorTarget, packed: boolean): string {
  const words: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option' || token.name === 'json') continue
    if (token.name === 'pack' && !packed) continue
    if (token.name in target.options && !(token.name in target.apply.options)) continue
    if (token.value === undefined) words.push(token.rawName)
    else words.push(...(token.inlineValue ? [`${token.rawName}=${token.value}`] : [token.rawName, token.value]))
  }
  return `npx vitest-layout apply ${words.map(quoted).join(' ')}`
}

function quoted(word: string): string {
  return /^[\w./@:=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

function silent(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
