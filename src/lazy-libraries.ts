import { createRequire } from 'node:module'

// Libraries that most runs do not need, loaded when they are first asked for: `yaml` alone takes longer than all of this
// package. Not `import()`: who asks is not asynchronous. Bundles without packages beside them put imports in this file's place.
const load = createRequire(import.meta.url)

export function yaml(): typeof import('yaml') {
  return load('yaml') as typeof import('yaml')
}

export function acorn(): typeof import('acorn') {
  return load('acorn') as typeof import('acorn')
}
