import { LayoutError } from '../../errors.ts'
import { findPhase, LayoutConfig } from '../../model/index.ts'
import { parseSdn, SdnFloat, SdnTable, type SdnValue } from '../../sdn/index.ts'
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
 * @throws LayoutError with the place, when it is no SDN, no feedback, or holds phases that do not exist.
 */
export function readFeedback(text: string, file: string): FeedbackFile {
  const tree = parseSdn(text, { file, mode: 'untrusted' })
  const overrides = overridesOf(tree, file)
  const head = { confidence: commentNumber(text, /^# Confidence: (\d+(?:\.\d+)?)%/m), samples: 0 }
  head.samples = commentNumber(text, /^# Based on (\d+) samples/m) ?? 0
  const block = tree.get('feedback')
  if (!(block instanceof Map)) {
    if (head.confidence === undefined) {
      throw new LayoutError('FEEDBACK_FORMAT', 'this is no feedback of a profiler.', {
        file,
        hint: 'Expected a comment `# Confidence: N%` or a block `feedback:`.',
      })
    }
    const confidence = head.confidence / 100
    const entries = [...overrides].map(([name, phase]): FeedbackEntry => {
      return { name, phase, confidence, calls: undefined, callsPerSecond: undefined, engineName: '' }
    })
    return { file, confidence, samples: head.samples, entries, hashes: new Map() }
  }
  const entries = rows(block.get('evidence')).map((row): FeedbackEntry => {
    const name = String(row.get('function'))
    return {
      name,
      phase: phaseOf(String(row.get('phase')), file),
      confidence: share(row.get('confidence'), file),
      calls: number(row.get('calls')),
      callsPerSecond: number(row.get('calls_per_second')),
      engineName: String(row.get('engine_name') ?? ''),
    }
  })
  const hashes = rows(block.get('modules')).map((row): [string, string] => [
    String(row.get('module')),
    String(row.get('hash')),
  ])
  return {
    file,
    confidence: share(block.get('confidence'), file),
    samples: number(block.get('samples')) ?? 0,
    entries,
    hashes: new Map(hashes),
  }
}

function overridesOf(tree: ReadonlyMap<string, SdnValue>, file: string): Map<string, LayoutPhase> {
  const layout = tree.get('layout')
  const value = layout instanceof Map ? layout.get('overrides') : undefined
  const found = new Map<string, LayoutPhase>()
  if (value instanceof Map) {
    for (const [name, phase] of value) found.set(name, phaseOf(String(phase), file))
  }
  for (const row of rows(value)) found.set(String(row.get('function')), phaseOf(String(row.get('phase')), file))
  return found
}

function rows(value: SdnValue | undefined): Map<string, SdnValue>[] {
  if (!(value instanceof SdnTable) || value.fields === null) return []
  const { fields } = value
  return value.rows.map((row) => new Map(fields.map((field, i) => [field, row[i] ?? null])))
}

function phaseOf(text: string, file: string): LayoutPhase {
  const phase = findPhase(text)
  if (phase !== undefined) return phase
  throw new LayoutError('UNKNOWN_PHASE', `unknown phase ${JSON.stringify(text)} in this feedback.`, { file })
}

function number(value: SdnValue | undefined): number | undefined {
  if (value instanceof SdnFloat) return value.value
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}

function share(value: SdnValue | undefined, file: string): number {
  const found = number(value)
  if (found !== undefined && found >= 0 && found <= 1) return found
  throw new LayoutError('FEEDBACK_FORMAT', `a confidence is ${String(found)}, expected a number from 0 to 1.`, { file })
}

function commentNumber(text: string, pattern: RegExp): number | undefined {
  const match = pattern.exec(text)?.[1]
  return match === undefined ? undefined : Number(match)
}

/** The configuration that a text holds; checks what was written before it takes the old file's place. */
export function readConfig(text: string | undefined, file: string): LayoutConfig {
  return text === undefined ? LayoutConfig.EMPTY : LayoutConfig.fromText(text, file)
}
