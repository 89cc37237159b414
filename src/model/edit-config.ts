import { LayoutError } from '../errors.ts'
import { yaml } from '../libraries/yaml.ts'
import { SdnDocument } from '../sdn/index.ts'
import { isYamlPath } from './config-from-text.ts'
import { recordedTable, recordedYaml } from './config-to-sdn.ts'
import type { RecordedFunction } from './layout-config-data.ts'

/**
 * Puts recorded rows into the text of a configuration and leaves everything else as it stands: comments, order,
 * line ends and unknown formatting in SDN; comments and order in YAML.
 *
 * @param path Tells SDN from YAML and stands in errors.
 * @throws LayoutError when the text is no configuration that can be edited; nothing is changed then.
 */
export function withRecorded(text: string, path: string, recorded: readonly RecordedFunction[]): string {
  if (isYamlPath(path)) return withRecordedYaml(text, path, recorded)
  const document = SdnDocument.parse(text, { file: path })
  document.set(['layout', 'recorded'], recordedTable(recorded))
  return document.toString()
}

function withRecordedYaml(text: string, path: string, recorded: readonly RecordedFunction[]): string {
  const { isMap, parseDocument } = yaml()
  const document = parseDocument(text)
  const error = document.errors[0]
  if (error !== undefined) throw new LayoutError('YAML_SYNTAX', error.message, { file: path })
  if (document.contents !== null && !isMap(document.contents)) {
    throw new LayoutError('CONFIG_TYPE', 'the file holds no block `layout:`.', { file: path })
  }
  const rows = document.createNode(recordedYaml(recorded))
  // One row a line, as in a table.
  for (const row of rows.items) if (isMap(row)) row.flow = true
  document.setIn(['layout', 'recorded'], rows)
  return document.toString({ lineWidth: 0 })
}

/** Lines within the rows of `recorded` that are comments: they go when the rows are replaced. */
export function commentsInRecorded(text: string): number {
  const lines = text.split(/\r?\n/)
  const header = lines.findIndex((line) => /^\s+recorded\s*[|:]/.test(line))
  if (header < 0) return 0
  const indentOf = (line: string): number => line.search(/\S/)
  const indent = indentOf(lines[header] ?? '')
  let pending = 0
  let inside = 0
  for (const line of lines.slice(header + 1)) {
    if (line.trim() === '') continue
    // A comment belongs to the rows only when another row follows it.
    if (line.trimStart().startsWith('#')) pending++
    else if (indentOf(line) > indent) {
      inside += pending
      pending = 0
    } else break
  }
  return inside
}
