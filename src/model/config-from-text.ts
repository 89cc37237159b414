import { LayoutError } from '../errors.ts'
import { sdnToNode } from './config-from-sdn.ts'
import { yamlToNode } from './config-from-yaml.ts'
import { decodeConfigRoot, type ConfigPlaces } from './config-schema.ts'
import type { LayoutConfigData } from './layout-config-data.ts'

/** Whether a path names a YAML file. */
export function isYamlPath(path: string): boolean {
  return /\.ya?ml$/i.test(path)
}

/**
 * Reads a configuration's text.
 *
 * @param path Stands in errors; a name in `.yaml` or `.yml` is read as YAML, any other as SDN.
 * @returns The settings, and where they stand (found out when asked).
 * @throws LayoutError with line and column.
 */
export function parseConfigText(text: string, path?: string): { data: LayoutConfigData; places: () => ConfigPlaces } {
  if (path !== undefined && isYamlPath(path)) {
    const { data, places } = decodeConfigRoot(yamlToNode(text, path))
    return { data, places: () => places }
  }
  try {
    const { data } = decodeConfigRoot(sdnToNode(text, path, false))
    return { data, places: () => decodeConfigRoot(sdnToNode(text, path, true)).places }
  } catch (error) {
    if (!(error instanceof LayoutError) || error.line !== undefined) throw error
  }
  // The schema refused something: once more, now with places, for the error's line and column.
  const { data, places } = decodeConfigRoot(sdnToNode(text, path, true))
  return { data, places: () => places }
}
