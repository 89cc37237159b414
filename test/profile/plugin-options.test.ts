import { expect, it } from 'vitest'

import { layoutProfile } from '../../src/profile/plugin.ts'

it.each<[object, string]>([
  [{ bundle: 'my-app' }, 'bundle of layoutProfile() is "my-app", expected letters and digits'],
  [{ maxProbes: -1 }, 'maxProbes of layoutProfile() is -1, expected a whole number from 1 to 16777216.'],
  [{ maxProbes: '9' }, 'maxProbes of layoutProfile() is "9", expected a whole number'],
  [{ platform: 'deno' }, `platform of layoutProfile() is "deno", expected 'node' or 'browser'.`],
  [{ root: '' }, 'root of layoutProfile() is "", expected the path of a folder.'],
  [{ include: [/a/] }, 'include of layoutProfile() is [{}], expected a glob or a list of globs.'],
  [{ exclude: 1 }, 'exclude of layoutProfile() is 1, expected a glob or a list of globs.'],
  [{ excludes: 'a' }, 'unknown option "excludes" of layoutProfile(). Did you mean exclude?'],
  [{ sourceMaps: true }, 'It takes root, include, exclude, platform, maxProbes, bundle.'],
  [[], 'the options of layoutProfile() are [], expected an object.'],
])('%j is refused', (options, message) => {
  expect(() => layoutProfile(options)).toThrow(message)
})

it('all options may be left undefined', () => {
  const options = { root: undefined, include: [], platform: undefined, maxProbes: undefined, bundle: '' }
  expect(() => layoutProfile(options)).not.toThrow()
})
