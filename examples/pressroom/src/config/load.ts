import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'

import { UserError } from '../cli/failure.ts'
import { defaultConfig } from './defaults.ts'
import type { Config } from './schema.ts'
import { validateConfig } from './validate.ts'

const CONFIG_FILE = 'pressroom.yaml'

/** Defaults, then the file, then the command line. */
export function loadConfig(cwd: string, options: Readonly<Record<string, unknown>> = {}): Config {
  const root = resolve(cwd)
  const merged = { ...defaultConfig(root), ...readConfigFile(root), ...fromOptions(options) }
  return validateConfig(merged)
}

function readConfigFile(root: string): Record<string, unknown> {
  const path = join(root, CONFIG_FILE)
  if (!existsSync(path)) return {}
  const content: unknown = parseYaml(readFileSync(path, 'utf8'), path)
  if (content === null || content === undefined) return {}
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new UserError(`${CONFIG_FILE} holds no settings.`, 'It should look like `title: My site`.')
  }
  return content as Record<string, unknown>
}

function parseYaml(text: string, path: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new UserError(`${path} is not valid YAML.`, error instanceof Error ? error.message : undefined)
  }
}

function fromOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  if (options['out'] !== undefined) picked['outDir'] = options['out']
  if (options['drafts'] !== undefined) picked['drafts'] = options['drafts']
  if (options['port'] !== undefined) picked['port'] = options['port']
  if (options['requests'] !== undefined) picked['requests'] = options['requests']
  return picked
}
