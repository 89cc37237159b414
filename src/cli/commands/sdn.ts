import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { LayoutError } from '../../errors.ts'
import { refuseOverwrite, writeFileAtomic } from '../../files/index.ts'
import {
  SDN_MODES,
  SdnDocument,
  SdnError,
  countComments,
  decodeSdn,
  fromJs,
  fromTagged,
  isContainer,
  parseJson,
  parseSdn,
  stringifyJson,
  toTagged,
  writeSdn,
} from '../../sdn/index.ts'
import { counted } from '../../sdn/counted.ts'
import { runBatch } from '../sdn/batch.ts'
import { readInput, write } from '../sdn/streams.ts'
import { valueOfArgument } from '../sdn/value-argument.ts'

import type { JsonValue, ParseOptions, SdnMode, SdnValue } from '../../sdn/index.ts'
import type { Command, CommandIo } from '../command.ts'

const HELP = `vitest-layout sdn ACTION [OPTIONS] FILE...

Works on SDN files. FILE may be - for standard input.

  check FILE...          tells whether files are SDN; errors with line, column and a caret
  to-json FILE           writes JSON: named tables as lists of objects, 64-bit integers with all digits
  from-json FILE         writes SDN from JSON (plain, or the tagged form of to-json --tagged)
  get FILE PATH          writes the value at a path: scalars as text, all else as JSON
  set FILE PATH VALUE    changes one value in place; comments, order and line ends stay
  fmt FILE...            writes the canonical form, which has no comments
  batch                  answers JSON lines {id, mode, input} with {id, ok, value | line, column, message}

  --mode MODE            ${SDN_MODES.join(', ')} (default default)
  --max-depth N          levels of nesting (default 1000; 50 in untrusted and safe)
  --tagged               to-json, get: the tagged form, which keeps kinds and the bits of floats; from-json: read it
  --plain                from-json: never take the input for the tagged form
  --indent N             to-json, get: spaces a level (default 2; 0 for one line)
  --string, --json       set: VALUE is text as it stands, or JSON; otherwise what may stand after \`key:\`
  --output FILE          to-json, from-json: write to a file
  --check                fmt: write nothing, fail when a file is not canonical
  --write                fmt: write the files in place
  --drop-comments        fmt: format files that have comments, without them

PATH is dotted: layout.budgets.startup, layout.recorded[0].phase, overrides."src/app.ts:main".

Exit status: 0 well; 1 check found an error, get no value, fmt --check another form; 2 all other faults.

  vitest-layout sdn set layout.sdn layout.budgets.startup 10
  vitest-layout sdn to-json layout.sdn | jq .layout.budgets
`

const OPTIONS = {
  mode: { type: 'string' },
  'max-depth': { type: 'string' },
  tagged: { type: 'boolean' },
  plain: { type: 'boolean' },
  indent: { type: 'string' },
  string: { type: 'boolean' },
  json: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  check: { type: 'boolean' },
  write: { type: 'boolean' },
  'drop-comments': { type: 'boolean' },
} as const

type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values']

/** What an action is called with. */
interface Call {
  readonly io: CommandIo
  readonly options: Options
  readonly operands: readonly string[]
}

interface Action {
  readonly run: (call: Call) => Promise<number>
  readonly operands: readonly [least: number, most: number]
  readonly options: readonly (keyof Options)[]
}

const PARSE_OPTIONS = ['mode', 'max-depth'] as const

const ACTIONS: Readonly<Record<string, Action>> = {
  check: { run: check, operands: [1, Infinity], options: PARSE_OPTIONS },
  'to-json': { run: toJson, operands: [1, 1], options: [...PARSE_OPTIONS, 'tagged', 'indent', 'output'] },
  'from-json': { run: fromJson, operands: [1, 1], options: ['max-depth', 'tagged', 'plain', 'output'] },
  get: { run: get, operands: [2, 2], options: [...PARSE_OPTIONS, 'tagged', 'json', 'indent'] },
  set: { run: set, operands: [3, 3], options: ['max-depth', 'string', 'json'] },
  fmt: { run: fmt, operands: [1, Infinity], options: ['max-depth', 'check', 'write', 'drop-comments'] },
  batch: { run: ({ io }) => runBatch(io), operands: [0, 0], options: [] },
}

export const command: Command = {
  help: HELP,
  run: async (args, io) => {
    const { values: options, positionals } = parseArgs({
      args: guardNumber(args),
      options: OPTIONS,
      allowPositionals: true,
    })
    const [name, ...operands] = positionals
    const action = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
    if (action === undefined) {
      const found = name === undefined ? 'no action' : `unknown action ${JSON.stringify(name)}`
      return usage(io, `${found}, expected one of ${Object.keys(ACTIONS).join(', ')}`)
    }
    const [least, most] = action.operands
    if (operands.length < least || operands.length > most) {
      return usage(
        io,
        `${name} takes ${least === most ? least : `${least} or more`} operands, found ${operands.length}`,
      )
    }
    const wrong = Object.keys(options).find((option) => !action.options.includes(option as keyof Options))
    if (wrong !== undefined) return usage(io, `${name} has no option --${wrong}`)
    try {
      return await action.run({ io, options, operands })
    } catch (error) {
      if (!(error instanceof SdnError)) throw error
      await write(io.stderr, `${error.format()}\n`)
      return 2
    }
  },
}

/** A negative number is an operand, not an option: \`set FILE PATH -5\`. */
function guardNumber(args: readonly string[]): string[] {
  const at = args.includes('--') ? -1 : args.findIndex((arg) => /^-[0-9.]/.test(arg))
  return at === -1 ? [...args] : args.toSpliced(at, 0, '--')
}

async function usage(io: CommandIo, fault: string): Promise<number> {
  await write(io.stderr, `vitest-layout sdn: ${fault}. \`vitest-layout sdn --help\` explains.\n`)
  return 2
}

function parseOptions({ options }: Call, file: string): ParseOptions {
  const { mode } = options
  if (mode !== undefined && !SDN_MODES.includes(mode as SdnMode)) {
    throw new SdnError('SDN_LIMIT', `unknown mode ${JSON.stringify(mode)}, expected one of ${SDN_MODES.join(', ')}.`)
  }
  return { file, mode: mode as SdnMode | undefined, maxDepth: count(options, 'max-depth') }
}

function count(options: Options, name: 'max-depth' | 'indent'): number | undefined {
  const text = options[name]
  if (text === undefined) return undefined
  const least = name === 'max-depth' ? 1 : 0
  if (!/^\d{1,9}$/.test(text) || Number(text) < least)
    throw new SdnError('SDN_LIMIT', `--${name} is ${JSON.stringify(text)}, expected a number from ${least}.`)
  return Number(text)
}

function jsonText(call: Call, value: SdnValue): string {
  const json = call.options.tagged === true ? (toTagged(value) as JsonValue) : value
  return `${stringifyJson(json, count(call.options, 'indent') ?? 2)}\n`
}

async function read(file: string, io: CommandIo): Promise<string> {
  return decodeSdn(await readInput(file, io), file)
}

async function result({ io, options, operands }: Call, text: string): Promise<number> {
  if (options.output === undefined || options.output === '-') {
    await write(io.stdout, text)
    return 0
  }
  const output = resolve(io.cwd, options.output)
  refuseOverwrite(
    [output],
    operands.filter((file) => file !== '-').map((file) => resolve(io.cwd, file)),
  )
  writeFileAtomic(output, text)
  return 0
}

async function check(call: Call): Promise<number> {
  const { io, operands } = call
  let status = 0
  for (const file of operands) {
    const options = parseOptions(call, file)
    try {
      parseSdn(await read(file, io), options)
    } catch (error) {
      // One file that is not there hides nothing of the others.
      if (!(error instanceof LayoutError)) throw error
      const isSdn = error instanceof SdnError
      await write(io.stderr, `${isSdn ? error.format() : error.message}\n`)
      status = Math.max(status, isSdn ? 1 : 2)
    }
  }
  return status
}

async function toJson(call: Call): Promise<number> {
  const file = call.operands[0]!
  return result(call, jsonText(call, parseSdn(await read(file, call.io), parseOptions(call, file))))
}

async function fromJson(call: Call): Promise<number> {
  const file = call.operands[0]!
  const json = parseJson(await read(file, call.io), file)
  const isTagged = call.options.tagged ?? (call.options.plain !== true && looksTagged(json))
  const tree = isTagged ? fromTagged(json) : fromJs(json)
  if (!(tree instanceof Map))
    throw new SdnError('SDN_JSON', 'the root is no object, as the root of SDN must be.', { file })
  return result(call, writeSdn(tree, { maxDepth: count(call.options, 'max-depth') }))
}

/** The root of the tagged form is `{"t": "dict", "v": [...]}` and nothing else. */
function looksTagged(json: SdnValue): boolean {
  return json instanceof Map && json.size === 2 && json.get('t') === 'dict' && Array.isArray(json.get('v'))
}

async function get(call: Call): Promise<number> {
  const [file, path] = call.operands as [string, string]
  const document = SdnDocument.parse(await read(file, call.io), parseOptions(call, file))
  const value = document.get(path)
  if (value === undefined) {
    await write(call.io.stderr, `${file}: nothing at ${path}.\n`)
    return 1
  }
  const isText = !isContainer(value) && call.options.tagged !== true && call.options.json !== true
  await write(call.io.stdout, isText && typeof value === 'string' ? `${value}\n` : jsonText(call, value))
  return 0
}

async function set(call: Call): Promise<number> {
  const { io, options, operands } = call
  const [file, path, text] = operands as [string, string, string]
  const document = SdnDocument.parse(await read(file, io), parseOptions(call, file))
  const before = document.toString()
  document.set(path, valueOfArgument(text, options.string === true ? 'string' : options.json === true ? 'json' : 'sdn'))
  const after = document.toString()
  if (file === '-') await write(io.stdout, after)
  else if (after !== before) writeFileAtomic(resolve(io.cwd, file), after)
  return 0
}

async function fmt(call: Call): Promise<number> {
  const { io, options, operands } = call
  let status = 0
  for (const file of operands) {
    const text = await read(file, io)
    const parse = parseOptions(call, file)
    const comments = options['drop-comments'] === true ? 0 : countComments(text, parse)
    if (comments > 0) {
      throw new SdnError(
        'SDN_WRITE',
        `this file has ${counted(comments, 'comment')}, which the canonical form cannot keep.`,
        {
          file,
          hint: 'Leave it as it is, or give --drop-comments.',
        },
      )
    }
    const formatted = writeSdn(parseSdn(text, parse), { maxDepth: parse.maxDepth })
    if (options.check === true) {
      if (formatted === text) continue
      await write(io.stderr, `${file}: not in the canonical form.\n`)
      status = 1
    } else if (options.write === true && file !== '-') {
      if (formatted !== text) writeFileAtomic(resolve(io.cwd, file), formatted)
    } else {
      await write(io.stdout, formatted)
    }
  }
  return status
}
