import { createRequire } from 'node:module'

/** The `acorn` library, loaded when it is first asked for: see `yaml.ts`. */
export function acorn(): typeof import('acorn') {
  return createRequire(import.meta.url)('acorn') as typeof import('acorn')
}
