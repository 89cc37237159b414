import { LayoutError } from '../../errors.ts'
import {
  findPhase,
  readText,
  TableReader,
  type FunctionFacts,
  type ScenarioMark,
  type ScenarioTrace,
} from '../../model/index.ts'
import { parseSdn, type SdnDict } from '../../sdn/index.ts'
import { parseDeltas, parseRuns } from './number-text.ts'
import {
  EDGE_COLUMNS,
  FUNCTION_COLUMNS,
  MARK_COLUMNS,
  RECORDING_VERSION,
  SCENARIO_COLUMNS,
} from './recording-columns.ts'
import { RecordingSession } from './recording-session.ts'

/**
 * Reads a `recording.sdn` from disk.
 *
 * @throws LayoutError `RECORDING_UNREADABLE`, SdnError `SDN_ENCODING`, and the errors of {@link readRecording}
 */
export function readRecordingFile(path: string): RecordingSession {
  return readRecording(readRecordingText(path), path)
}

/**
 * The text of a `recording.sdn`, not parsed yet.
 *
 * @throws LayoutError `RECORDING_UNREADABLE`, SdnError `SDN_ENCODING`
 */
export function readRecordingText(path: string): string {
  return readText(path, {
    code: 'RECORDING_UNREADABLE',
    kind: 'recording',
    hint: 'Record one with `vitest run --reporter=layout`, or name another.',
  })
}

/**
 * Reads the text of a `recording.sdn`.
 *
 * @param file Stands in errors.
 * @throws SdnError where it is no SDN
 * @throws LayoutError `RECORDING_VERSION` for a newer format, `RECORDING_TRUNCATED` for a file that was cut off,
 * `RECORDING_FORMAT` for anything else that is no recording
 */
export function readRecording(text: string, file?: string): RecordingSession {
  let tree: SdnDict
  try {
    tree = parseSdn(text, { file })
  } catch (error) {
    // What was cut in the middle of a row fails to parse at its very end: say so rather than name a token.
    if (error instanceof LayoutError && /^recording:/m.test(text) && !/\n {4}end: true\s*$/.test(text)) {
      throw truncated(file, `it ends in the middle of a line (${error.message})`)
    }
    throw error
  }
  const body = tree.get('recording')
  if (!(body instanceof Map)) throw format(file, 'it has no block `recording:`')
  checkVersion(body, file)
  if (body.get('end') !== true) throw truncated(file, 'its last line `end: true` is missing')
  const reader = new RecordingReader(body, file)
  return reader.read()
}

function checkVersion(body: SdnDict, file: string | undefined): void {
  const version = body.get('version')
  if (typeof version !== 'number' || version < 1) throw format(file, 'it has no version')
  if (version > RECORDING_VERSION) {
    throw new LayoutError(
      'RECORDING_VERSION',
      `this recording has format version ${version}, expected ${RECORDING_VERSION} or older.`,
      { file, hint: 'Update vitest-layout to read it.' },
    )
  }
}

function format(file: string | undefined, what: string): LayoutError {
  return new LayoutError('RECORDING_FORMAT', `this is no recording that can be read: ${what}.`, {
    file,
    hint: 'Record it again, or give another file.',
  })
}

function truncated(file: string | undefined, what: string): LayoutError {
  return new LayoutError('RECORDING_TRUNCATED', `this recording was cut off: ${what}.`, {
    file,
    hint: 'Copy it again, or record it again.',
  })
}

class RecordingReader {
  readonly #body: SdnDict
  readonly #file: string | undefined
  readonly #fail = (what: string): LayoutError => format(this.#file, what)

  constructor(body: SdnDict, file: string | undefined) {
    this.#body = body
    this.#file = file
  }

  read(): RecordingSession {
    const modules = this.#texts('modules')
    const problems = this.#texts('problems')
    const functions = this.#table('functions', FUNCTION_COLUMNS)
    const edges = this.#table('edges', EDGE_COLUMNS)
    const scenarios = this.#table('scenarios', SCENARIO_COLUMNS)
    const marks = this.#table('marks', MARK_COLUMNS)
    this.#checkCounts({
      modules: modules.length,
      functions: functions.size,
      edges: edges.size,
      scenarios: scenarios.size,
      marks: marks.size,
      problems: problems.length,
    })
    const complete = this.#body.get('complete')
    if (typeof complete !== 'boolean') throw this.#fail('`complete` is neither true nor false')
    const n = functions.size
    this.#checkUnique('modules', modules)
    this.#checkUnique(
      'functions',
      Array.from({ length: n }, (_, row) => functions.text('name', row)),
    )
    const us = (column: string) => (_: unknown, row: number) => (functions.optionalWhole(column, row) ?? NaN) / 1000
    const wholes = (column: string): Float64Array => new Float64Array(n).map((_, row) => functions.whole(column, row))
    return new RecordingSession().absorb({
      functions: Array.from({ length: n }, (_, row) => factsOf(functions, row, modules)),
      callCount: wholes('call_count'),
      firstCallUs: new Float64Array(n).map(us('first_ns')),
      lastCallUs: new Float64Array(n).map(us('last_ns')),
      totalUs: new Float64Array(n).map(us('total_ns')),
      selfUs: new Float64Array(n).map(us('self_ns')),
      isStartupPath: new Uint8Array(n).map((_, row) => Number(functions.boolean('startup_path', row))),
      edgeCaller: new Int32Array(edges.size).map((_, row) => edges.index('caller', row, n)),
      edgeCallee: new Int32Array(edges.size).map((_, row) => edges.index('callee', row, n)),
      edgeCount: new Float64Array(edges.size).map((_, row) => edges.whole('count', row)),
      scenarios: this.#scenarios(scenarios, marks, n),
      complete,
      problems,
    })
  }

  #scenarios(table: TableReader, marks: TableReader, functionCount: number): ScenarioTrace[] {
    const marksOf: ScenarioMark[][] = Array.from({ length: table.size }, () => [])
    const traces = Array.from({ length: table.size }, (_, row): ScenarioTrace => {
      const kind = table.text('kind', row)
      if (kind !== 'load' && kind !== 'test') throw table.error('kind', row, '`load` or `test`')
      const order = parseDeltas(table.text('order', row))
      if (order === undefined || order.some((f) => f < 0 || f >= functionCount)) {
        throw table.error('order', row, 'differences of function numbers')
      }
      const calls = parseRuns(table.text('calls', row), order.length)
      if (calls === undefined) throw table.error('calls', row, `${order.length} whole counts`)
      const scenario = table.optionalText('scenario', row)
      const phase = phaseOf(table, row)
      const stopMark = table.optionalText('stop_mark', row)
      return {
        kind,
        project: table.text('project', row),
        file: table.text('file', row),
        test: table.text('test', row),
        ...(scenario === undefined ? {} : { scenario }),
        ...(phase === undefined ? {} : { phase }),
        ...(stopMark === undefined ? {} : { stopMark }),
        weight: table.number('weight', row),
        order,
        calls,
        marks: marksOf[row]!,
      }
    })
    for (let row = 0; row < marks.size; row++) {
      const scenario = marks.index('scenario', row, table.size)
      const position = marks.whole('position', row)
      const last = traces[scenario]!.order.length
      if (position > last)
        throw marks.error('position', row, `a number from 0 to ${last}, the functions of its scenario`)
      marksOf[scenario]!.push({ name: marks.text('name', row), position, us: marks.whole('ns', row) / 1000 })
    }
    return traces
  }

  #table(name: string, columns: readonly string[]): TableReader {
    return TableReader.open(this.#body.get(name), name, columns, this.#fail)
  }

  #texts(name: string): string[] {
    const list = this.#body.get(name)
    if (!Array.isArray(list)) throw this.#fail(`it has no list \`${name}\``)
    return list.map((item) => {
      if (typeof item !== 'string') throw this.#fail(`\`${name}\` holds something that is no text`)
      return item
    })
  }

  #checkCounts(found: Readonly<Record<string, number>>): void {
    const counts = this.#body.get('counts')
    if (!(counts instanceof Map)) throw this.#fail('it has no block `counts`')
    for (const [name, number] of Object.entries(found)) {
      const said = counts.get(name)
      if (said === number) continue
      const what = `it has ${number} ${name}, its header says ${String(said)}`
      throw typeof said === 'number' && said > number ? truncated(this.#file, what) : this.#fail(what)
    }
  }

  /** Whoever looks a function up by its name would find one of two, and a merge would add them up. */
  #checkUnique(table: string, names: readonly string[]): void {
    const seen = new Set<string>()
    for (const name of names) {
      if (seen.has(name)) throw this.#fail(`${JSON.stringify(name)} stands twice in \`${table}\``)
      seen.add(name)
    }
  }
}

function factsOf(table: TableReader, row: number, modules: readonly string[]): FunctionFacts {
  const phase = phaseOf(table, row)
  const anchor = table.optionalText('anchor', row)
  const facts = {
    name: table.text('name', row),
    module: modules[table.index('module', row, modules.length)] ?? '',
    line: table.whole('line', row),
    column: table.whole('column', row),
    size: table.whole('size', row),
    totalSize: table.whole('total_size', row),
    bodyHash: table.text('body_hash', row),
  }
  if (phase === undefined) return facts
  const pinned = table.boolean('pinned', row)
  return { ...facts, hint: anchor === undefined ? { phase, pinned } : { phase, anchor, pinned } }
}

function phaseOf(table: TableReader, row: number): ReturnType<typeof findPhase> {
  const text = table.optionalText('phase', row)
  if (text === undefined) return undefined
  const phase = findPhase(text)
  if (phase === undefined) throw table.error('phase', row, 'a phase')
  return phase
}
