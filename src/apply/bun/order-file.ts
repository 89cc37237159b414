import { LayoutError } from '../../errors.ts'

/**
 * What one run of a Bun executable read of its bytecode, as it writes it under `BUN_BYTECODE_ORDER_OUT`. Every entry is
 * a hash of 16 hexadecimal digits.
 */
export interface BunOrder {
  /** `v1` or `v2`: what the hashes are made of. Only files of one version can be joined. */
  readonly version: string
  /** Functions that ran, in order of first use (`F`). */
  readonly functions: readonly string[]
  /** Strings that were read, in order of first use (`S`). */
  readonly strings: readonly string[]
  /** Modules that were evaluated (`M`), and those that were not (`N`). */
  readonly evaluated: readonly string[]
  readonly notEvaluated: readonly string[]
  /** Functions of the executable that did not run (`K`). */
  readonly known: readonly string[]
}

const KINDS = { F: 'functions', M: 'evaluated', S: 'strings', N: 'notEvaluated', K: 'known' } as const

type Kind = keyof typeof KINDS

const VERSIONS = ['v1', 'v2']

/**
 * Reads an order file of Bun. Bun itself passes over lines that it does not understand; here they are errors, since a
 * file that was cut off or mixed up gives a layout that nobody asked for.
 *
 * @throws LayoutError `BUN_ORDER_FOREIGN`, `BUN_ORDER_VERSION`, `BUN_ORDER_SYNTAX`, `BUN_ORDER_EMPTY`
 */
export function parseBunOrder(text: string, file?: string): BunOrder {
  const order: Record<(typeof KINDS)[Kind], string[]> = {
    functions: [],
    strings: [],
    evaluated: [],
    notEvaluated: [],
    known: [],
  }
  let version: string | undefined
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const place = { file, line: index + 1 }
    if (version === undefined) {
      version = versionOf(line, place)
      continue
    }
    const entry = /^([FSMNK]) ([0-9a-fA-F]{16})$/.exec(line)
    if (entry === null) {
      throw new LayoutError(
        'BUN_ORDER_SYNTAX',
        `expected F, S, M, N or K and 16 hexadecimal digits, found ${JSON.stringify(line.slice(0, 40))}.`,
        { ...place, hint: 'The run may have been stopped while it wrote the file: record again.' },
      )
    }
    order[KINDS[entry[1] as Kind]].push(entry[2]!.toLowerCase())
  }
  if (version === undefined) throw foreign({ file })
  if (order.functions.length + order.known.length === 0) {
    throw new LayoutError('BUN_ORDER_EMPTY', 'this order file names no function.', {
      file,
      hint: 'The executable must be built with --compile --bytecode, and the run must end by itself.',
    })
  }
  return { version, ...order }
}

function versionOf(line: string, place: { file?: string | undefined; line: number }): string {
  if (!/^v\d{1,9}$/.test(line)) throw foreign(place)
  if (VERSIONS.includes(line)) return line
  throw new LayoutError(
    'BUN_ORDER_VERSION',
    `order files of version ${line} are not known, ${VERSIONS.join(' and ')} are.`,
    place,
  )
}

function foreign(place: { file?: string | undefined; line?: number }): LayoutError {
  return new LayoutError('BUN_ORDER_FOREIGN', 'this is no order file of Bun: expected `v2` in its first line.', {
    ...place,
    hint: 'Run the executable with BUN_BYTECODE_ORDER_OUT=FILE.',
  })
}

/** The text of an order file. */
export function writeBunOrder(order: BunOrder): string {
  const lines = [order.version]
  for (const [kind, list] of Object.entries(KINDS)) for (const hash of order[list]) lines.push(`${kind} ${hash}`)
  return `${lines.join('\n')}\n`
}
