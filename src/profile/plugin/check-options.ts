import { LayoutError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import type { ProfilePluginOptions } from './options.ts'

/** What an option may be: as people read it, and as a question. */
interface Kind {
  readonly expected: string
  readonly is: (value: unknown) => boolean
}

const MOST_PROBES = 2 ** 24
const SHOWN = 80

const GLOBS: Kind = {
  expected: 'a glob or a list of globs',
  is: (value) => isName(value) || (Array.isArray(value) && value.every(isName)),
}

const KINDS: Readonly<Record<keyof ProfilePluginOptions, Kind>> = {
  root: { expected: 'the path of a folder', is: isName },
  include: GLOBS,
  exclude: GLOBS,
  platform: { expected: "'node' or 'browser'", is: (value) => value === 'node' || value === 'browser' },
  maxProbes: {
    expected: `a whole number from 1 to ${MOST_PROBES}`,
    is: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_PROBES,
  },
  // It becomes a part of global names.
  bundle: {
    expected: "letters and digits, such as 'server2'",
    is: (value) => typeof value === 'string' && /^[\dA-Za-z]*$/.test(value),
  },
}

/**
 * Checks the plugin's options as people give them, which no type checker may have seen.
 *
 * @throws LayoutError that names the option, its value and what was expected; for one that there is not, the nearest there is
 */
export function checkPluginOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new LayoutError('OPTION', `the options of layoutProfile() are ${show(options)}, expected an object.`)
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(KINDS, name)) throw unknownOption(name)
    const { expected, is } = KINDS[name as keyof typeof KINDS]
    if (value === undefined || is(value)) continue
    throw new LayoutError('OPTION', `the option ${name} of layoutProfile() is ${show(value)}, expected ${expected}.`)
  }
}

function unknownOption(name: string): LayoutError {
  const known = Object.keys(KINDS)
  const meant = nearest(name, known)
  return new LayoutError('OPTION_UNKNOWN', `unknown option ${JSON.stringify(name)} of layoutProfile().`, {
    hint: meant === undefined ? `It takes ${known.join(', ')}.` : `Did you mean ${meant}?`,
  })
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  const text = typeof value === 'object' || typeof value === 'string' ? (JSON.stringify(value) ?? '') : String(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
