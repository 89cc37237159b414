import { basename, dirname, extname, relative, resolve } from 'node:path'

import { remapped } from '../../apply/bundle/chained-map.ts'
import { movedMap } from '../../apply/bundle/moved-map.ts'
import { urlOfName } from '../../apply/bundle/url-name.ts'
import {
  type BundleKind,
  chooseByCoverage,
  chooseByLayout,
  chooseKept,
  type EagerChoice,
  type EagerReport,
  type FunctionRanks,
  type LayoutChoiceOptions,
  type OrderResult,
  orderDeclarations,
  rankByLayout,
  isInImportCycle,
  keptByLayout,
  laterByLayout,
  makeEager,
  readCoverage,
  type SplitReport,
} from '../../apply/bundle/index.ts'
import { readMap, type ChainedMap, type FunctionMatch } from '../../apply/match/index.ts'
import { LayoutError } from '../../errors.ts'
import { refuseOverwrite, writeFilesTogether } from '../../files/index.ts'
import { LayoutConfig, type LayoutPhase, parsePhase } from '../../model/index.ts'
import { readRecordingFile } from '../../record/session/index.ts'
import type { CommandIo } from '../command.ts'
import { MAP_COMMENT, mapsOfBundle } from './bundle-maps.ts'
import { placesOfSources, rootOf } from './built-sources.ts'
import { COMPANION_OPTIONS, companionsOf, writeCompanions } from './companions.ts'
import { type Choice, choiceByRecording } from './recording-choice.ts'
import { lateFilesOf, SPLIT_OPTIONS, splitOf, splitText } from './split.ts'
import type { ApplyRequest, ApplyTarget } from './target.ts'

const KINDS: readonly BundleKind[] = ['module', 'commonjs', 'script']

/** A built JavaScript file, made eager for V8. */
export const bundleTarget: ApplyTarget = {
  name: 'bundle',
  options: {
    map: { type: 'string' },
    'bundle-map': { type: 'string', multiple: true },
    recording: { type: 'string' },
    root: { type: 'string' },
    coverage: { type: 'string', multiple: true },
    share: { type: 'string' },
    phases: { type: 'string' },
    kind: { type: 'string' },
    'plain-methods': { type: 'boolean' },
    'hint-comment': { type: 'boolean' },
    launcher: { type: 'string' },
    pack: { type: 'boolean' },
    cache: { type: 'string' },
    fill: { type: 'string', multiple: true },
    sea: { type: 'string' },
    tool: { type: 'string' },
    reorder: { type: 'boolean' },
    ...SPLIT_OPTIONS,
  },
  recognises: (_bytes, path) => /\.[cm]?js$/.test(path),

  async run(request, io) {
    const { input, bytes, output, values } = request
    const file = resolve(io.cwd, input)
    const code = Buffer.from(bytes).toString('utf8')
    const target = resolve(io.cwd, output)
    checkReorder(values)
    const more = values['bundle-map']
    const upper = Array.isArray(more) ? more.map(String) : undefined
    const maps = mapsOfBundle(input, code, text(values['map']), upper, io.cwd)
    const read = maps.flatMap(({ path }) => path ?? [])
    const choice = chooser(request, maps, io)
    const kind = kindOf(values['kind'])
    if (values['reorder'] === true) {
      const result = orderDeclarations(code, choice.rank, { file: input, kind, inputMap: remapped(maps) })
      const files = resultFiles(target, result.code, result.map, maps)
      refuseOverwrite(pathsOf(files), [file, ...read])
      write(target, files)
      printOrder(output, result, choice.match(), values['json'] === true, io)
      return 0
    }
    const split = splitOf(request, code, kind, choice, maps)
    const choose =
      split === undefined ? choice.choose : chooseKept(code, choice.choose, split.main.pieces, { kind, file: input })
    const result = makeEager(split?.main.code ?? code, choose, {
      file: input,
      kind,
      inputMap: split !== undefined && maps.length > 0 ? readMap(split.main.map) : remapped(maps),
      cyclic: extname(file) === '.cjs' || kind === 'commonjs' || kind === 'script' ? false : isInImportCycle(file),
      plainMethods: values['plain-methods'] === true,
      hintComment: values['hint-comment'] === true,
    })
    const companions = companionsOf({ path: target, code: result.code }, values, io)
    const late = split === undefined ? [] : lateFilesOf(target, split)
    // Late files come first, since the main one does not run without them.
    const files = [
      ...late.flatMap(({ path, file: made }) => resultFiles(path, made.code, made.map, maps)),
      ...resultFiles(target, result.code, result.map, maps),
    ]
    refuseOverwrite([...pathsOf(files), ...companions.files.map(({ path }) => path)], [file, ...read])
    write(target, files)
    writeCompanions(companions, { path: target, code: result.code })
    if (split !== undefined && values['json'] !== true) io.stdout.write(splitText(relative(io.cwd, target), split))
    print(output, result.report, choice.match(), values['json'] === true, io, split?.report)
    if (values['json'] !== true) for (const note of companions.notes) io.stdout.write(`${note}\n`)
    return 0
  },
}

function chooser({ input, values }: ApplyRequest, maps: readonly ChainedMap[], io: CommandIo): Choice {
  const coverage = values['coverage']
  const layoutFile = text(values['layout'])
  const recording = text(values['recording'])
  if (Array.isArray(coverage) && (layoutFile ?? recording) !== undefined) {
    throw new LayoutError('APPLY_USAGE', '--coverage stands alone, without --layout and --recording.')
  }
  if (Array.isArray(coverage)) {
    const paths = coverage.map((path) => resolve(io.cwd, String(path)))
    const scripts = readCoverage(paths, resolve(io.cwd, input))
    const choose = chooseByCoverage(scripts, { share: shareOf(values['share']) })
    // Coverage knows no order: what ran keeps that of the file.
    const rank: FunctionRanks = (functions, bundle) =>
      new Map([...choose(functions, bundle)].map((index) => [index, index]))
    // Whatever ran in any process stays, and what no process ran is known not to have run.
    const later = (): never => {
      throw new LayoutError('APPLY_USAGE', '--on-demand needs --layout FILE: coverage does not say what runs later.')
    }
    return { choose, rank, kept: () => chooseByCoverage(scripts), later, match: () => undefined }
  }
  if (layoutFile === undefined) {
    if (recording !== undefined)
      return choiceByRecording({ input, values }, recording, maps, shareOf(values['share']), io)
    throw new LayoutError('APPLY_USAGE', 'expected --layout FILE, --recording FILE or --coverage FOLDER.')
  }
  if (values['share'] !== undefined) {
    throw new LayoutError(
      'APPLY_USAGE',
      '--share belongs to --recording or --coverage: a layout has one phase for all.',
    )
  }
  const layout = LayoutConfig.fromFile(resolve(io.cwd, layoutFile))
  if (maps.length === 0) {
    throw new LayoutError('APPLY_NO_MAP', 'a layout can be applied only with the source map of the file.', {
      file: input,
      hint: 'Build with source maps, or name the map with --map.',
    })
  }
  const root = rootOf(io.cwd, text(values['root']), layoutFile)
  const names = layout.recorded.map(({ name }) => name)
  const { places } = placesOfSources(maps, names, root)
  if (recording !== undefined) {
    const known = new Set(places.map(({ module }) => module))
    for (const record of readRecordingFile(resolve(io.cwd, recording)).functions) {
      if (!known.has(record.module)) places.push(record)
    }
  }
  let match: FunctionMatch | undefined
  const options: LayoutChoiceOptions = {
    layout,
    maps,
    places,
    root,
    phases: phasesOf(values['phases']),
    onMatch: (found) => {
      match = found
    },
  }
  const kept = (unknownIsCold: boolean): EagerChoice => keptByLayout({ ...options, onMatch: undefined, unknownIsCold })
  const later = (): EagerChoice => laterByLayout(options)
  return { choose: chooseByLayout(options), rank: rankByLayout(options), kept, later, match: () => match }
}

type ResultFile = readonly [path: string, text: string]

/** All or none; they stand in one folder. */
function write(target: string, files: readonly ResultFile[]): void {
  writeFilesTogether(
    dirname(target),
    files.map(([path, content]) => [basename(path), content]),
  )
}

function pathsOf(files: readonly ResultFile[]): string[] {
  return files.map(([path]) => path)
}

/** The code, its map beside it, and in the code the name of that map. */
function resultFiles(target: string, code: string, map: object, maps: readonly ChainedMap[]): ResultFile[] {
  const mapFile = `${target}.map`
  if (maps.length === 0) return [[target, code]]
  const body = code.replace(MAP_COMMENT, '')
  const comment = `//# sourceMappingURL=${urlOfName(basename(mapFile))}\n`
  return [
    [mapFile, JSON.stringify(movedMap(map, maps[0]?.path ?? target, mapFile))],
    [target, `${body.endsWith('\n') ? body : `${body}\n`}${comment}`],
  ]
}

/** What only the eager form knows. */
const EAGER_ONLY = ['plain-methods', 'hint-comment', ...COMPANION_OPTIONS]

function checkReorder(values: ApplyRequest['values']): void {
  const others = [...EAGER_ONLY, ...Object.keys(SPLIT_OPTIONS)]
  const foreign = values['reorder'] === true ? others.find((name) => values[name] !== undefined) : undefined
  if (foreign === undefined) return
  throw new LayoutError('APPLY_USAGE', `--${foreign} makes functions eager, which --reorder does not.`)
}

function printOrder(
  output: string,
  { moved, registrations }: OrderResult,
  match: FunctionMatch | undefined,
  json: boolean,
  io: CommandIo,
): void {
  if (json) {
    io.stdout.write(`${JSON.stringify({ moved, registrations, match: match?.bytes }, undefined, 2)}\n`)
    return
  }
  const lines = [`${output}: ${moved} declarations stand first, ${registrations} modules changed places`]
  if (match !== undefined) lines.push(describeMatch(match))
  io.stdout.write(`${lines.join('\n')}\n`)
}

function print(
  output: string,
  report: EagerReport,
  match: FunctionMatch | undefined,
  json: boolean,
  io: CommandIo,
  split: SplitReport | undefined,
): void {
  if (json) {
    io.stdout.write(`${JSON.stringify({ ...report, match: match?.bytes, split }, undefined, 2)}\n`)
    return
  }
  const { asked, already, wrapped, declared, lazy, lazySize, sizeBefore, sizeAfter } = report
  const lines = [
    `${output}: ${asked} functions run early; ${already} were eager, ${wrapped} got parentheses, ${declared} declarations ` +
      `became variables, ${lazy} stay lazy (${lazySize} characters); file ${sizeBefore} -> ${sizeAfter} characters`,
  ]
  for (const { reason, count, size } of report.reasons) lines.push(`  lazy: ${count} (${size} characters): ${reason}`)
  if (match !== undefined) lines.push(describeMatch(match))
  io.stdout.write(`${lines.join('\n')}\n`)
}

function describeMatch({ bytes: { total, matched, unmatched } }: FunctionMatch): string {
  const share = total === 0 ? 100 : (100 * matched) / total
  return (
    `matched ${matched} of ${total} bytes (${share.toFixed(1)} %); not matched: ${unmatched['no-source']} made by ` +
    `the bundler, ${unmatched['module-not-recorded']} in modules that the layout does not know, ` +
    `${unmatched['no-function-there']} where no known function stands`
  )
}

function text(value: ApplyRequest['values'][string]): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function phasesOf(value: unknown): ReadonlySet<LayoutPhase> | undefined {
  if (typeof value !== 'string') return undefined
  return new Set(value.split(',').map((name) => parsePhase(name.trim())))
}

function shareOf(value: unknown): number | 'balanced' | undefined {
  if (typeof value !== 'string') return undefined
  if (value === 'balanced') return value
  const share = Number(value)
  if (value.trim() !== '' && share >= 0 && share <= 1) return share
  throw new LayoutError('APPLY_USAGE', `--share ${JSON.stringify(value)}: expected a number from 0 to 1, or balanced.`)
}

function kindOf(value: unknown): BundleKind | undefined {
  const kind = KINDS.find((kind) => kind === value)
  if (value === undefined || kind !== undefined) return kind
  throw new LayoutError('APPLY_USAGE', `--kind ${JSON.stringify(value)}: expected ${KINDS.join(', ')}.`)
}
