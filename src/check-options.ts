import { LayoutError } from './errors.ts'
import { LayoutConfig } from './model/index.ts'
import { nearest } from './nearest.ts'
import type { ConfigOptions, ReporterOptions } from './options.ts'
import type { RecordOptions } from './record/options.ts'

/** What an option may be: as people read it, and as a question. */
interface Kind {
  readonly expected: string
  readonly is: (value: unknown) => boolean
}

const SHOWN = 80
const TIMINGS: readonly unknown[] = ['sampled', 'full', 'off'] satisfies RecordOptions['timing'][]

const FLAG: Kind = { expected: 'true or false', is: (value) => typeof value === 'boolean' }
const FOLDER: Kind = { expected: 'the path of a folder', is: (value) => typeof value === 'string' }
const NAMES: Kind = { expected: 'a list of names', is: isListOfNames }
const GLOBS: Kind = { expected: 'a glob or a list of globs', is: (value) => isName(value) || isListOfNames(value) }
const COUNT: Kind = {
  expected: 'a whole number, 0 or more',
  is: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
}
const TIMING: Kind = { expected: "'sampled', 'full' or 'off'", is: (value) => TIMINGS.includes(value) }

const OWN_KINDS: Readonly<Record<keyof RecordOptions | keyof ReporterOptions, Kind>> = {
  include: GLOBS,
  exclude: GLOBS,
  edges: FLAG,
  timing: TIMING,
  marks: NAMES,
  outDir: FOLDER,
  perProject: FLAG,
  failOnBudget: FLAG,
  html: FLAG,
  pages: FLAG,
  rows: COUNT,
  verbose: FLAG,
}

/** Options that `layout.sdn` holds too, with their names there. */
const SETTINGS: Readonly<Record<keyof ConfigOptions, string>> = {
  pageSize: 'page_size',
  budgets: 'budgets',
  patterns: 'patterns',
  anchors: 'anchors',
  overrides: 'overrides',
  scenarios: 'scenarios',
  inference: 'inference',
  annotationConflicts: 'annotation_conflicts',
  acknowledged: 'acknowledged',
  recorded: 'recorded',
}

/** Of the schema, which knows the names of the file only. */
const FILE_WORDS = /\b(?:page_size|annotation_conflicts|stop_mark|call_count)\b/g

/**
 * Checks options as people give them, which no type checker may have seen.
 *
 * @param where what they are given to: `layout()`
 * @throws LayoutError that names the option, its value and what was expected; for one that there is not, the nearest there is
 */
export function checkOptions(options: unknown, where: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new LayoutError('OPTION', `the options of ${where} are ${show(options)}, expected an object.`)
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    if (Object.hasOwn(OWN_KINDS, name)) {
      const { expected, is } = OWN_KINDS[name as keyof typeof OWN_KINDS]
      if (!is(value)) {
        throw new LayoutError('OPTION', `the option ${name} of ${where} is ${show(value)}, expected ${expected}.`)
      }
    } else checkSetting(name, value, where)
  }
}

function checkSetting(name: string, value: unknown, where: string): void {
  const isKnown = Object.entries(SETTINGS).some((names) => names.includes(name))
  if (!isKnown) throw unknownOption(name, where)
  try {
    LayoutConfig.fromObject({ [name]: value }, `the option ${name} of ${where}`)
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error
    throw new LayoutError(error.code, error.message.replaceAll(FILE_WORDS, camelCase))
  }
}

function unknownOption(name: string, where: string): LayoutError {
  const known = [...Object.keys(OWN_KINDS), ...Object.keys(SETTINGS)]
  const meant = nearest(name, known)
  return new LayoutError('OPTION_UNKNOWN', `unknown option ${JSON.stringify(name)} of ${where}.`, {
    hint: meant === undefined ? `It takes ${known.join(', ')}.` : `Did you mean ${meant}?`,
  })
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isListOfNames(value: unknown): boolean {
  return Array.isArray(value) && value.every(isName)
}

function camelCase(word: string): string {
  return word.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  const text = typeof value === 'object' || typeof value === 'string' ? (JSON.stringify(value) ?? '') : String(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
