import { LayoutError, type SourcePlace } from '../errors.ts'

/** A configuration as it was read, whatever its notation, with the place of each part; the schema is checked on this. */
export type ConfigNode = ScalarNode | ListNode | DictNode | TableNode

interface PlacedNode {
  readonly place: SourcePlace
}

export interface ScalarNode extends PlacedNode {
  readonly kind: 'scalar'
  readonly value: null | boolean | number | bigint | string
}

export interface ListNode extends PlacedNode {
  readonly kind: 'list'
  readonly items: readonly ConfigNode[]
}

export interface DictEntry {
  readonly key: string
  /** The key as it was given, where that is not how the file spells it. */
  readonly spelling?: string
  readonly keyPlace: SourcePlace
  readonly value: ConfigNode
}

export interface DictNode extends PlacedNode {
  readonly kind: 'dict'
  readonly entries: readonly DictEntry[]
}

/** Cells are made when asked for: `recorded` may have hundreds of thousands of rows. */
export interface TableNode extends PlacedNode {
  readonly kind: 'table'
  readonly fields: readonly string[]
  readonly rowCount: number
  readonly cell: (row: number, column: number) => ConfigNode
}

/** What a node is, for messages. */
export function describeNode(node: ConfigNode): string {
  if (node.kind === 'list') return 'a list'
  if (node.kind === 'dict') return 'a block of keys'
  if (node.kind === 'table') return 'a table'
  if (node.value === null) return 'nothing'
  if (typeof node.value === 'string') return `the text ${JSON.stringify(node.value)}`
  return `${typeof node.value === 'boolean' ? 'the boolean' : 'the number'} ${node.value}`
}

/** An error that says what stands at a key and what was expected there. */
export function typeError(node: ConfigNode, what: string, expected: string): LayoutError {
  return new LayoutError('CONFIG_TYPE', `${what} is ${describeNode(node)}, expected ${expected}.`, node.place)
}

/** An error for a key that the schema does not know. */
export function unknownKey(entry: DictEntry, where: string, known: readonly string[]): LayoutError {
  return new LayoutError(
    'CONFIG_UNKNOWN_KEY',
    `unknown key ${JSON.stringify(entry.spelling ?? entry.key)} in ${where}, expected one of ${known.join(', ')}.`,
    entry.keyPlace,
  )
}
