import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { FUNCTION_BYTES, mergeBunOrders, parseBunOrder, writeBunOrder, type BunMerge } from '../../apply/bun/index.ts'
import { LayoutError } from '../../errors.ts'
import { refuseOverwrite, writeFileAtomic } from '../../files/index.ts'
import { formatTable } from '../../report/index.ts'
import type { CommandIo } from '../command.ts'
import { usage } from '../compare/options.ts'

export interface BunOrderRequest {
  readonly files: readonly string[]
  readonly out: string | undefined
  /** As given: numbers with commas between. */
  readonly weights: string | undefined
  readonly json: boolean | undefined
}

/** `merge --format bun-order`. @returns the exit status */
export function mergeBunOrderFiles({ files, out, weights, json }: BunOrderRequest, io: CommandIo): number {
  if (files.length === 0 || out === undefined) throw usage('expected order files and -o OUT.')
  const numbers = weights?.split(',').map(Number)
  if (numbers !== undefined && (numbers.length !== files.length || !numbers.every((weight) => weight > 0))) {
    throw usage(`--weights ${JSON.stringify(weights)}: expected ${files.length} positive numbers with commas between.`)
  }
  const paths = files.map((file) => resolve(io.cwd, file))
  refuseOverwrite([resolve(io.cwd, out)], paths)
  const merge = mergeBunOrders(
    paths.map((path, index) => ({
      file: files[index]!,
      order: parseBunOrder(readText(path, files[index]!), files[index]),
      weight: numbers?.[index],
    })),
  )
  writeFileAtomic(resolve(io.cwd, out), writeBunOrder(merge.order))
  io.stdout.write(json === true ? `${JSON.stringify(summaryOf(merge), undefined, 2)}\n` : `${describe(merge, out)}\n`)
  return 0
}

function summaryOf({ order, rule, contributions }: BunMerge): object {
  const { functions, strings, evaluated } = order
  return { rule, functions: functions.length, strings: strings.length, modules: evaluated.length, contributions }
}

function describe({ order, rule, contributions }: BunMerge, out: string): string {
  const columns = ['workload', 'weight', 'functions', 'adds', 'only here', 'strings added', 'modules added']
  const lines = formatTable(
    [...columns, 'pages in turn', 'packed', 'bound'].map((title, index) => ({
      title,
      align: index === 0 ? ('left' as const) : ('right' as const),
    })),
    contributions.map(({ file, weight, functions, added, own, addedStrings, addedModules, pages, bound }) => [
      file,
      ...[weight, functions, added, own, addedStrings, addedModules, pages['in turn'], pages.packed, bound].map(String),
    ]),
  )
  const { functions, strings, evaluated, known } = order
  lines.push(
    `Pages are an estimate: order files hold no sizes, every function counts ${FUNCTION_BYTES} bytes.`,
    rule === 'packed'
      ? `${out}: ${functions.length} functions, packed; ${strings.length} strings, ${evaluated.length} modules, ${known.length} functions that did not run`
      : `${out}: ${functions.length} functions, file after file, since packing them touches no fewer pages; ${strings.length} strings, ` +
          `${evaluated.length} modules, ${known.length} functions that did not run`,
  )
  return lines.join('\n')
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LayoutError('READ_FAILED', `cannot read this file: ${reason}.`, { file: name, cause })
  }
}
