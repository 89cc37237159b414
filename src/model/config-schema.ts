import { LayoutError, type SourcePlace } from '../errors.ts'
import { normalizeAnchor } from './anchor.ts'
import { typeError, unknownKey, type ConfigNode, type DictEntry, type DictNode } from './config-node.ts'
import {
  CONFLICT_POLICIES,
  INFERENCE_KINDS,
  type AcknowledgedFunction,
  type LayoutConfigData,
  type RecordedFunction,
  type ScenarioConfig,
} from './layout-config-data.ts'
import { isPageSize } from './page-budget.ts'
import { findPhase, PHASES, type LayoutPhase } from './phase.ts'

/** Places of patterns, overrides and scenarios, for warnings that come later; the key is made by {@link placeKey}. */
export type ConfigPlaces = ReadonlyMap<string, SourcePlace>

export function placeKey(kind: 'pattern' | 'anchor' | 'override' | 'scenario', group: string, text: string): string {
  return `${kind}\0${group}\0${text}`
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const KEYS = [
  'page_size',
  'budgets',
  'patterns',
  'anchors',
  'inference',
  'annotation_conflicts',
  'scenarios',
  'overrides',
  'acknowledged',
  'recorded',
] as const

type ConfigKey = (typeof KEYS)[number]

/**
 * Checks a configuration's root and takes it apart: one key `layout` with the block of settings.
 *
 * @throws LayoutError with the place of the first part that the schema does not allow.
 */
export function decodeConfigRoot(root: ConfigNode): { data: LayoutConfigData; places: ConfigPlaces } {
  if (root.kind === 'scalar' && root.value === null) return { data: {}, places: new Map() }
  const { entries } = dict(root, 'the configuration', 'a block `layout:`')
  let layout: ConfigNode | undefined
  for (const entry of entries) {
    if (entry.key !== 'layout') throw unknownKey(entry, 'the file', ['layout'])
    layout = entry.value
  }
  return layout === undefined ? { data: {}, places: new Map() } : decodeConfigBody(layout)
}

/** Checks the block that stands under `layout:`. */
export function decodeConfigBody(layout: ConfigNode): { data: LayoutConfigData; places: ConfigPlaces } {
  const data: Writable<LayoutConfigData> = {}
  const places = new Map<string, SourcePlace>()
  if (layout.kind === 'scalar' && layout.value === null) return { data, places }
  for (const entry of dict(layout, '`layout`', 'a block of keys').entries) {
    if (!isConfigKey(entry.key)) throw unknownKey(entry, '`layout`', KEYS)
    // A key with nothing under it sets nothing, as in a file whose rows are all commented out.
    if (entry.value.kind === 'scalar' && entry.value.value === null) continue
    decodeKey(entry.key, entry.value, data, places)
  }
  return { data, places }
}

function isConfigKey(key: string): key is ConfigKey {
  return KEYS.some((known) => known === key)
}

function decodeKey(
  key: ConfigKey,
  node: ConfigNode,
  data: Writable<LayoutConfigData>,
  places: Map<string, SourcePlace>,
): void {
  switch (key) {
    case 'page_size':
      data.pageSize = pageSize(node)
      return
    case 'budgets':
      data.budgets = Object.fromEntries(
        phaseEntries(node, '`budgets`').map(([phase, value]) => [phase, budget(value, phase)]),
      )
      return
    case 'patterns':
      data.patterns = Object.fromEntries(
        phaseEntries(node, '`patterns`').map(([phase, value]) => [
          phase,
          patternList(value, `the patterns of ${phase}`, (text, place) => {
            places.set(placeKey('pattern', phase, text), place)
          }),
        ]),
      )
      return
    case 'anchors':
      data.anchorPatterns = anchors(node, places)
      return
    case 'inference':
      data.inference = choice(node, '`inference`', INFERENCE_KINDS)
      return
    case 'annotation_conflicts':
      data.annotationConflicts = choice(node, '`annotation_conflicts`', CONFLICT_POLICIES)
      return
    case 'scenarios':
      data.scenarios = scenarios(node, places)
      return
    case 'overrides':
      data.overrides = overrides(node, places)
      return
    case 'acknowledged':
      data.acknowledged = acknowledged(node)
      return
    case 'recorded':
      data.recorded = recorded(node)
  }
}

function dict(node: ConfigNode, what: string, expected: string): DictNode {
  if (node.kind !== 'dict') throw typeError(node, what, expected)
  return node
}

function string(node: ConfigNode, what: string, expected = 'a text'): string {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') throw typeError(node, what, expected)
  return node.value
}

function choice<T extends string>(node: ConfigNode, what: string, choices: readonly T[]): T {
  const text = string(node, what, `one of ${choices.join(', ')}`)
  const found = choices.find((one) => one === text)
  if (found === undefined) throw typeError(node, what, `one of ${choices.join(', ')}`)
  return found
}

function number(node: ConfigNode, what: string, expected: string, isValid: (value: number) => boolean): number {
  if (node.kind !== 'scalar' || typeof node.value !== 'number' || !isValid(node.value)) {
    throw typeError(node, what, expected)
  }
  return node.value
}

function pageSize(node: ConfigNode): number {
  return number(node, '`page_size`', 'a power of two in bytes, such as 4096 or 16384 (256 to 1073741824)', isPageSize)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function budget(node: ConfigNode, phase: LayoutPhase): number {
  return number(node, `the budget of ${phase}`, 'a whole number of pages, 0 (none) or more', isCount)
}

function phase(node: ConfigNode, what: string): LayoutPhase {
  const text = string(node, what, `one of ${PHASES.join(', ')}`)
  const found = findPhase(text)
  if (found !== undefined) return found
  throw new LayoutError(
    'UNKNOWN_PHASE',
    `${what} is ${JSON.stringify(text)}, expected one of ${PHASES.join(', ')}.`,
    node.place,
  )
}

function phaseEntries(node: ConfigNode, what: string): [LayoutPhase, ConfigNode][] {
  const { entries } = dict(node, what, `a block with the keys ${PHASES.join(', ')}`)
  return entries
    .filter(({ value }) => !(value.kind === 'scalar' && value.value === null))
    .map((entry) => {
      const found = findPhase(entry.key)
      if (found === undefined) throw unknownPhaseKey(entry, what)
      return [found, entry.value]
    })
}

function unknownPhaseKey(entry: DictEntry, what: string): LayoutError {
  return new LayoutError(
    'UNKNOWN_PHASE',
    `unknown phase ${JSON.stringify(entry.key)} in ${what}, expected one of ${PHASES.join(', ')}.`,
    entry.keyPlace,
  )
}

function patternList(node: ConfigNode, what: string, onPattern: (text: string, place: SourcePlace) => void): string[] {
  const items = node.kind === 'scalar' && typeof node.value === 'string' ? [node] : undefined
  if (items === undefined && node.kind !== 'list') throw typeError(node, what, 'a list of name patterns')
  return (items ?? (node.kind === 'list' ? node.items : [])).map((item) => {
    const text = string(item, `a pattern in ${what}`, 'a name, with `*` for any characters')
    if (text === '') throw typeError(item, `a pattern in ${what}`, 'a name, with `*` for any characters')
    onPattern(text, item.place)
    return text
  })
}

function anchors(node: ConfigNode, places: Map<string, SourcePlace>): Map<string, readonly string[]> {
  const result = new Map<string, readonly string[]>()
  for (const { key, value } of dict(node, '`anchors`', 'a block of anchor names with lists of patterns').entries) {
    if (value.kind === 'scalar' && value.value === null) continue
    const anchor = normalizeAnchor(key)
    const list = patternList(value, `the anchor ${JSON.stringify(key)}`, (text, place) => {
      places.set(placeKey('anchor', anchor, text), place)
    })
    result.set(anchor, [...(result.get(anchor) ?? []), ...list])
  }
  return result
}

interface Row {
  readonly place: SourcePlace
  readonly get: (field: string) => ConfigNode | undefined
}

/** Rows of a table, or of a list of blocks (as YAML and plain objects have them). */
function* rowsOf(
  node: ConfigNode,
  what: string,
  required: readonly string[],
  optional: readonly string[],
): Generator<Row> {
  const known = [...required, ...optional]
  if (node.kind === 'table') {
    const columns = new Map<string, number>()
    node.fields.forEach((field, column) => columns.set(field, column))
    for (const field of node.fields) {
      if (!known.includes(field)) {
        throw new LayoutError(
          'CONFIG_UNKNOWN_KEY',
          `unknown column ${JSON.stringify(field)} in ${what}, expected ${known.join(', ')}.`,
          node.place,
        )
      }
    }
    const missing = required.find((field) => !columns.has(field))
    if (missing !== undefined) {
      throw new LayoutError(
        'CONFIG_MISSING_KEY',
        `${what} has no column ${JSON.stringify(missing)}, expected ${known.join(', ')}.`,
        node.place,
      )
    }
    for (let row = 0; row < node.rowCount; row++) {
      yield {
        place: node.cell(row, 0).place,
        get: (field) => {
          const column = columns.get(field)
          return column === undefined ? undefined : node.cell(row, column)
        },
      }
    }
    return
  }
  if (node.kind !== 'list') throw typeError(node, what, `a table of ${known.join(', ')}`)
  for (const item of node.items) {
    const { entries } = dict(item, `a row of ${what}`, `a block of ${known.join(', ')}`)
    const cells = new Map<string, ConfigNode>()
    for (const entry of entries) {
      if (!known.includes(entry.key)) throw unknownKey(entry, what, known)
      cells.set(entry.key, entry.value)
    }
    const missing = required.find((field) => !cells.has(field))
    if (missing !== undefined) {
      throw new LayoutError(
        'CONFIG_MISSING_KEY',
        `a row of ${what} has no ${JSON.stringify(missing)}, expected ${known.join(', ')}.`,
        item.place,
      )
    }
    yield { place: item.place, get: (field) => cells.get(field) }
  }
}

/** A cell that must be there; `rowsOf` has checked that its column is. */
function cell(row: Row, field: string): ConfigNode {
  return row.get(field) ?? { kind: 'scalar', value: null, place: row.place }
}

/** A cell that may be absent, empty or null. */
function optionalCell(row: Row, field: string): ConfigNode | undefined {
  const node = row.get(field)
  return node?.kind === 'scalar' && (node.value === null || node.value === '') ? undefined : node
}

function name(node: ConfigNode, what: string): string {
  const text = string(node, what, 'a name')
  if (text === '') throw typeError(node, what, 'a name')
  return text
}

function scenarios(node: ConfigNode, places: Map<string, SourcePlace>): ScenarioConfig[] {
  const result: ScenarioConfig[] = []
  for (const row of rowsOf(node, '`scenarios`', ['name', 'test'], ['stop_mark', 'phase', 'weight'])) {
    const scenario = name(cell(row, 'name'), "a scenario's name")
    const test = name(cell(row, 'test'), "a scenario's test")
    const stopMark = optionalCell(row, 'stop_mark')
    const itsPhase = optionalCell(row, 'phase')
    const weight = optionalCell(row, 'weight')
    places.set(placeKey('scenario', scenario, test), row.place)
    result.push({
      name: scenario,
      test,
      ...(stopMark === undefined ? {} : { stopMark: string(stopMark, "a scenario's stop mark") }),
      ...(itsPhase === undefined ? {} : { phase: phase(itsPhase, "a scenario's phase") }),
      weight: weight === undefined ? 1 : number(weight, "a scenario's weight", 'a number above 0', isWeight),
    })
  }
  return result
}

function isWeight(value: number): boolean {
  return Number.isFinite(value) && value > 0
}

function overrides(node: ConfigNode, places: Map<string, SourcePlace>): Map<string, LayoutPhase> {
  const result = new Map<string, LayoutPhase>()
  const add = (key: string, value: LayoutPhase, place: SourcePlace): void => {
    result.set(key, value)
    places.set(placeKey('override', value, key), place)
  }
  if (node.kind === 'dict') {
    for (const { key, keyPlace, value } of node.entries) {
      add(key, phase(value, `the phase of ${JSON.stringify(key)} in \`overrides\``), keyPlace)
    }
    return result
  }
  for (const row of rowsOf(node, '`overrides`', ['function', 'phase'], [])) {
    const key = name(cell(row, 'function'), 'a function in `overrides`')
    add(key, phase(cell(row, 'phase'), `the phase of ${JSON.stringify(key)} in \`overrides\``), row.place)
  }
  return result
}

function acknowledged(node: ConfigNode): AcknowledgedFunction[] {
  return [...rowsOf(node, '`acknowledged`', ['function', 'reason'], [])].map((row) => ({
    function: name(cell(row, 'function'), 'a function in `acknowledged`'),
    reason: name(cell(row, 'reason'), 'a reason in `acknowledged`'),
  }))
}

function recorded(node: ConfigNode): RecordedFunction[] {
  const result: RecordedFunction[] = []
  for (const row of rowsOf(node, '`recorded`', ['function', 'phase', 'size', 'call_count'], ['page'])) {
    const key = name(cell(row, 'function'), 'a function in `recorded`')
    const page = optionalCell(row, 'page')
    const count = (field: string): number =>
      number(cell(row, field), `the ${field} of ${JSON.stringify(key)}`, 'a whole number, 0 or more', isCount)
    result.push({
      name: key,
      phase: phase(cell(row, 'phase'), `the phase of ${JSON.stringify(key)}`),
      size: count('size'),
      callCount: count('call_count'),
      ...(page === undefined ? {} : { page: count('page') }),
    })
  }
  return result
}
