import type { SourcePlace } from '../errors.ts'
import { LayoutError } from '../errors.ts'
import type { ConfigNode } from './config-node.ts'
import { decodeConfigBody } from './config-schema.ts'
import type { LayoutConfigData } from './layout-config-data.ts'

/** Blocks whose keys are names that people chose and are taken as they stand. */
const NAMED_BLOCKS: ReadonlySet<string> = new Set(['overrides', 'anchors'])

/** Checks plain options (keys in camel case or as in the file) by the one schema. */
export function decodeObject(options: object, where: string): LayoutConfigData {
  try {
    return decodeConfigBody(toNode(options, true, {})).data
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error
    throw new LayoutError(error.code, `${where}: ${error.message}`)
  }
}

function toNode(value: unknown, isSchemaBlock: boolean, place: SourcePlace): ConfigNode {
  if (value === undefined || value === null) return { kind: 'scalar', value: null, place }
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    typeof value === 'bigint'
  ) {
    return { kind: 'scalar', value, place }
  }
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => toNode(item, true, place)), place }
  if (typeof value !== 'object') return { kind: 'scalar', value: `[${typeof value}]`, place }
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value)
  return {
    kind: 'dict',
    place,
    entries: entries
      .filter(([, item]) => item !== undefined)
      .map(([rawKey, item]) => {
        const key = isSchemaBlock ? snakeCase(String(rawKey)) : String(rawKey)
        return { key, spelling: String(rawKey), keyPlace: place, value: toNode(item, !NAMED_BLOCKS.has(key), place) }
      }),
  }
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
