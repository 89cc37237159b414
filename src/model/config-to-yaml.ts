import { yaml } from '../libraries/yaml.ts'
import { SdnFloat, SdnTable, type SdnValue } from '../sdn/index.ts'
import { configTree } from './config-to-sdn.ts'
import type { LayoutConfigData } from './layout-config-data.ts'

/** Writes what is set as YAML, with the keys and the order of the SDN form. */
export function configToYaml(data: LayoutConfigData): string {
  return yaml().stringify({ layout: plain(configTree(data)) }, { lineWidth: 0 })
}

/** Tables become lists of blocks; empty cells are left out. */
function plain(value: SdnValue): unknown {
  if (value instanceof SdnFloat) return value.value
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, plain(item)]))
  if (!(value instanceof SdnTable)) return value
  const fields = value.fields ?? []
  return value.rows.map(
    (row) =>
      new Map(
        fields.flatMap((field, i): [string, unknown][] => {
          const cell = row[i] ?? null
          return cell === null || cell === '' ? [] : [[field, plain(cell)]]
        }),
      ),
  )
}
