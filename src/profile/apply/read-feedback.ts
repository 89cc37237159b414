import { LayoutError } from '../../errors.ts'
import { findPhase, LayoutConfig, TableReader } from '../../model/index.ts'
import { parseSdn, SdnFloat, SdnTable, type SdnDict, type SdnValue } from '../../sdn/index.ts'
import { EVIDENCE_COLUMNS, FEEDBACK_VERSION, MODULE_COLUMNS } from '../feedback-columns.ts'
import type { LayoutPhase } from '../phase-rule.ts'

/** One function of one process's feedback. */
export interface FeedbackEntry {
  /** The recorder's name, or `MODULE:@LINE:COLUMN`. */
  readonly name: string
  readonly phase: LayoutPhase
  readonly confidence: number
  /** Undefined where the file holds the overrides only. */
  readonly calls: number | undefined
  readonly callsPerSecond: number | undefined
  readonly engineName: string
}

export interface FeedbackFile {
  readonly file: string
  readonly confidence: number
  readonly samples: number
  readonly entries: readonly FeedbackEntry[]
  /** Hash of the source of each module whose functions are named by place. */
  readonly hashes: ReadonlyMap<string, string>
}

/**
 * Reads what a profiler wrote: with its `feedback` block, or the overrides alone, as `LayoutFeedback.toSdn` gives them.
 *
 * @throws SdnError where it is no SDN
 * @throws LayoutError `FEEDBACK_VERSION` for a newer format, `FEEDBACK_TRUNCATED` for a file that was cut off,
 * `UNKNOWN_PHASE`, and `FEEDBACK_FORMAT` for anything else that is no feedback
 */
export function readFeedback(text: string, file: string): FeedbackFile {
  const announced = commentNumber(text, /^# Functions with evidence below: (\d+)\r?$/m)
  const tree = parse(text, file, announced !== undefined)
  const block = tree.get('feedback')
  if (block instanceof Map) return readBlock(block, announced, file)
  if (announced !== undefined) throw truncated(file, 'it ends before its block `feedback:`')
  return readOverrides(tree, text, file)
}

function parse(text: string, file: string, hasEvidence: boolean): SdnDict {
  try {
    return parseSdn(text, { file, mode: 'untrusted' })
  } catch (error) {
    // What was cut in the middle of a row fails to parse at its very end: say so rather than name a token.
    if (error instanceof LayoutError && hasEvidence && !/^ {4}end: true\r?$/m.test(text)) {
      throw truncated(file, `it ends in the middle of a line (${error.message})`)
    }
    throw error
  }
}

function readBlock(block: SdnDict, announced: number | undefined, file: string): FeedbackFile {
  checkVersion(block, file)
  if (block.get('end') !== true) throw truncated(file, 'the line `end: true` of its block `feedback:` is missing')
  const fail = (what: string): LayoutError => format(file, what)
  const table = TableReader.open(block.get('evidence'), 'evidence', EVIDENCE_COLUMNS, fail)
  if (announced !== undefined && announced !== table.size) {
    throw fail(`it has evidence of ${table.size} functions, its head says ${announced}`)
  }
  const names = new Set<string>()
  const entries = Array.from({ length: table.size }, (_, row): FeedbackEntry => {
    const name = table.text('function', row)
    // Each would be a vote of this process.
    if (names.has(name)) throw fail(`${JSON.stringify(name)} stands twice in \`evidence\``)
    names.add(name)
    const confidence = table.number('confidence', row)
    if (confidence > 1) throw table.error('confidence', row, 'a number from 0 to 1')
    return {
      name,
      phase: phaseOf(table.text('phase', row), file),
      confidence,
      calls: table.whole('calls', row),
      callsPerSecond: table.number('calls_per_second', row),
      engineName: table.text('engine_name', row),
    }
  })
  return {
    file,
    confidence: headNumber(block, 'confidence', 1, file),
    samples: headNumber(block, 'samples', Infinity, file),
    entries,
    hashes: readHashes(block.get('modules'), fail),
  }
}

function readHashes(value: SdnValue | undefined, fail: (what: string) => LayoutError): Map<string, string> {
  // Only files whose functions are named by place have them.
  if (value === undefined) return new Map()
  const table = TableReader.open(value, 'modules', MODULE_COLUMNS, fail)
  return new Map(Array.from({ length: table.size }, (_, row) => [table.text('module', row), table.text('hash', row)]))
}

function readOverrides(tree: SdnDict, text: string, file: string): FeedbackFile {
  const percent = commentNumber(text, /^# Confidence: (\d+(?:\.\d+)?)%\r?$/m)
  const layout = tree.get('layout')
  if (percent === undefined || !(layout instanceof Map) || !layout.has('overrides')) {
    throw new LayoutError('FEEDBACK_FORMAT', 'this is no feedback of a profiler.', {
      file,
      hint: 'Expected a block `feedback:`, or a comment `# Confidence: N%` above `layout:` with `overrides`.',
    })
  }
  if (percent > 100) throw format(file, `its confidence is ${percent} %, expected 0 to 100`)
  const confidence = percent / 100
  const entries = [...overridesOf(layout.get('overrides'), file)].map(([name, phase]): FeedbackEntry => {
    return { name, phase, confidence, calls: undefined, callsPerSecond: undefined, engineName: '' }
  })
  const samples = commentNumber(text, /^# Based on (\d+) samples\r?$/m) ?? 0
  return { file, confidence, samples, entries, hashes: new Map() }
}

function overridesOf(value: SdnValue | undefined, file: string): Map<string, LayoutPhase> {
  const found = new Map<string, LayoutPhase>()
  if (value instanceof Map) {
    for (const [name, phase] of value) found.set(name, phaseOf(String(phase), file))
  } else if (value instanceof SdnTable) {
    const table = TableReader.open(value, 'overrides', ['function', 'phase'], (what) => format(file, what))
    for (let row = 0; row < table.size; row++)
      found.set(table.text('function', row), phaseOf(table.text('phase', row), file))
  } else if (value !== null) {
    throw format(file, 'its `overrides` are neither a block nor a table')
  }
  return found
}

function checkVersion(block: SdnDict, file: string): void {
  const version = block.get('version')
  if (typeof version !== 'number' || version < 1) throw format(file, 'it has no version')
  if (version <= FEEDBACK_VERSION) return
  throw new LayoutError(
    'FEEDBACK_VERSION',
    `this feedback has format version ${version}, expected ${FEEDBACK_VERSION} or older.`,
    { file, hint: 'Update vitest-layout to read it.' },
  )
}

function headNumber(block: SdnDict, key: string, most: number, file: string): number {
  const value = block.get(key)
  const number = value instanceof SdnFloat ? value.value : value
  if (typeof number === 'number' && number >= 0 && number <= most) return number
  const shown = typeof number === 'number' ? number : 'no number'
  throw format(
    file,
    `its \`${key}\` is ${shown}, expected ${most === Infinity ? 'a number, 0 or more' : `a number from 0 to ${most}`}`,
  )
}

function phaseOf(text: string, file: string): LayoutPhase {
  const phase = findPhase(text)
  if (phase !== undefined) return phase
  throw new LayoutError('UNKNOWN_PHASE', `unknown phase ${JSON.stringify(text)} in this feedback.`, { file })
}

function format(file: string, what: string): LayoutError {
  return new LayoutError('FEEDBACK_FORMAT', `this is no feedback that can be read: ${what}.`, {
    file,
    hint: 'Profile again, or give another file.',
  })
}

function truncated(file: string, what: string): LayoutError {
  return new LayoutError('FEEDBACK_TRUNCATED', `this feedback was cut off: ${what}.`, {
    file,
    hint: 'Copy it again, or profile again.',
  })
}

function commentNumber(text: string, pattern: RegExp): number | undefined {
  const match = pattern.exec(text)?.[1]
  return match === undefined ? undefined : Number(match)
}

/** The configuration that a text holds; checks what was written before it takes the old file's place. */
export function readConfig(text: string | undefined, file: string): LayoutConfig {
  return text === undefined ? LayoutConfig.EMPTY : LayoutConfig.fromText(text, file)
}
