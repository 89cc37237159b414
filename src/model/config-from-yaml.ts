import type { Document, Node } from 'yaml'

import { LayoutError, type SourcePlace } from '../errors.ts'
import { yaml } from '../libraries/yaml.ts'
import type { ConfigNode, DictEntry } from './config-node.ts'

/**
 * Reads YAML (1.2) into the tree that the schema is checked on.
 *
 * @throws LayoutError `YAML_SYNTAX` with line and column.
 */
export function yamlToNode(text: string, file: string | undefined): ConfigNode {
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true })
  const place = (offset: number | undefined): SourcePlace => {
    if (offset === undefined) return { file }
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const error = document.errors[0]
  if (error !== undefined) {
    throw new LayoutError('YAML_SYNTAX', error.message.replace(/\.?$/, '.'), place(error.pos[0]))
  }
  return toNode(document.contents, document, place, new Set())
}

function toNode(
  node: unknown,
  document: Document,
  place: (offset: number | undefined) => SourcePlace,
  open: ReadonlySet<Node>,
): ConfigNode {
  const { isAlias, isMap, isScalar, isSeq } = yaml()
  if (isAlias(node)) {
    const target = node.resolve(document)
    // An alias within its own anchor would never end.
    if (target === undefined || open.has(target)) {
      throw new LayoutError('YAML_SYNTAX', `the alias *${node.source} leads nowhere.`, place(node.range?.[0]))
    }
    return toNode(target, document, place, open)
  }
  if (isMap(node)) {
    const inner = new Set([...open, node])
    const entries: DictEntry[] = node.items.map(({ key, value }) => {
      const keyPlace = place(isScalar(key) ? key.range?.[0] : node.range?.[0])
      if (!isScalar(key)) throw new LayoutError('YAML_SYNTAX', 'a key is not a plain text.', keyPlace)
      const built = toNode(value, document, place, inner)
      return {
        key: String(key.value),
        keyPlace,
        value: built.place.line === undefined ? { ...built, place: keyPlace } : built,
      }
    })
    return { kind: 'dict', place: place(node.range?.[0]), entries }
  }
  if (isSeq(node)) {
    const inner = new Set([...open, node])
    const items = node.items.map((item) => toNode(item, document, place, inner))
    return { kind: 'list', place: place(node.range?.[0]), items }
  }
  if (!isScalar(node)) return { kind: 'scalar', value: null, place: place(undefined) }
  const { value } = node
  const isKnown =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
  return {
    kind: 'scalar',
    value: isKnown ? value : value === null ? null : String(value),
    place: place(node.range?.[0]),
  }
}
