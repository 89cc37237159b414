import { LayoutError } from '../../errors.ts'
import { yaml } from '../../libraries/yaml.ts'
import { countComments, SdnDocument, SdnTable } from '../../sdn/index.ts'
import { isPlainWord } from '../feedback-sdn.ts'
import type { LayoutPhase } from '../phase-rule.ts'

const PATH = ['layout', 'overrides']

/**
 * The text of a configuration with these overrides set; all else keeps its bytes. SDN, or YAML by the file's name.
 *
 * @throws LayoutError, SdnError when the text does not parse.
 */
export function withOverrides(text: string, file: string, changes: ReadonlyMap<string, LayoutPhase>): string {
  if (/\.ya?ml$/.test(file)) return withOverridesYaml(text, file, changes)
  const document = SdnDocument.parse(text, { file })
  const before = document.get(PATH)
  if (before instanceof SdnTable) {
    editTable(document, before, changes)
  } else if (before instanceof Map && before.size > 0) {
    for (const [name, phase] of changes) document.set([...PATH, name], phase)
  } else {
    const isPlain = [...changes.keys()].every(isPlainWord)
    const rows = [...changes].map(([name, phase]) => [name, phase])
    document.set(PATH, isPlain ? new Map(changes) : SdnTable.named(['function', 'phase'], rows))
  }
  return document.toString()
}

function editTable(document: SdnDocument, table: SdnTable, changes: ReadonlyMap<string, LayoutPhase>): void {
  const fields = table.fields ?? []
  const [name, phase] = [fields.indexOf('function'), fields.indexOf('phase')]
  if (name < 0 || phase < 0) {
    throw new LayoutError('CONFIG_TYPE', 'the table `overrides` lacks a column, expected `function` and `phase`.')
  }
  const row = (key: string, value: LayoutPhase): string[] =>
    fields.map((_, column) => (column === name ? key : column === phase ? value : ''))
  const places = new Map(table.rows.map((cells, i) => [cells[name], i]))
  // All at once where that loses no comment: an edit costs a parse, and feedback can bring thousands.
  const rows = table.rows.map((cells) => [...cells])
  for (const [key, value] of changes) {
    const at = places.get(key)
    if (at === undefined) rows.push(row(key, value))
    else rows[at]![phase] = value
  }
  const whole = SdnDocument.parse(document.toString())
  whole.set(PATH, SdnTable.named(fields, rows))
  if (countComments(whole.toString()) === countComments(document.toString())) {
    document.set(PATH, SdnTable.named(fields, rows))
    return
  }
  for (const [key, value] of changes) {
    const at = places.get(key)
    if (at === undefined) document.push(PATH, row(key, value))
    else document.set([...PATH, at, 'phase'], value)
  }
}

function withOverridesYaml(text: string, file: string, changes: ReadonlyMap<string, LayoutPhase>): string {
  const document = yaml().parseDocument(text)
  const error = document.errors[0]
  if (error !== undefined) throw new LayoutError('YAML_SYNTAX', error.message, { file })
  for (const [name, phase] of changes) document.setIn([...PATH, name], phase)
  return document.toString({ lineWidth: 0 })
}
