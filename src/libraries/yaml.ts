import { createRequire } from 'node:module'

/**
 * The `yaml` library, loaded when it is first asked for: that takes longer than loading all of this package, and most runs
 * never need it. Not `import()`: who asks is not asynchronous. Bundles without packages beside them have the library in
 * this module's place (`scripts/bundle.mjs`).
 */
export function yaml(): typeof import('yaml') {
  return createRequire(import.meta.url)('yaml') as typeof import('yaml')
}
