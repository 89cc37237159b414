import { LayoutError } from '../../errors.ts'
import type { InstrumentedFunction } from '../function-table.ts'

const TABLE_VERSION = 1

/**
 * The functions of a set of slots as JSON text, so that a recording can be read where no transform ran (blob reports,
 * shards). Slots that the table does not know are left out.
 */
export function encodeTable(functions: ReadonlyMap<number, InstrumentedFunction>, slots: Iterable<number>): string {
  const modules: string[] = []
  const indices = new Map<string, number>()
  const rows: unknown[] = []
  for (const slot of slots) {
    const fn = functions.get(slot)
    if (fn === undefined) continue
    let module = indices.get(fn.module)
    if (module === undefined) {
      module = modules.push(fn.module) - 1
      indices.set(fn.module, module)
    }
    const path = fn.name.slice(fn.module.length + 1)
    rows.push([slot, module, path, fn.line, fn.column, fn.size, fn.totalSize, fn.bodyHash, fn.hint ?? null])
  }
  return JSON.stringify({ version: TABLE_VERSION, modules, functions: rows })
}

/** @throws LayoutError `BAD_TABLE` when the text is damaged or of another version. */
export function decodeTable(text: string): Map<number, InstrumentedFunction> {
  try {
    const { version, modules, functions } = JSON.parse(text) as {
      version: number
      modules: string[]
      functions: [number, number, string, number, number, number, number, string, InstrumentedFunction['hint'] | null][]
    }
    if (version !== TABLE_VERSION) throw new Error(`version ${version}, expected ${TABLE_VERSION}`)
    return new Map(
      functions.map(([slot, index, path, line, column, size, totalSize, bodyHash, hint]) => {
        const module = modules[index]
        if (module === undefined) throw new Error(`no module number ${index}`)
        const fn = { name: `${module}:${path}`, module, line, column, size, totalSize, bodyHash }
        return [slot, hint === null || hint === undefined ? fn : Object.assign(fn, { hint })]
      }),
    )
  } catch (cause) {
    throw new LayoutError('BAD_TABLE', `the recorded table of functions cannot be read: ${(cause as Error).message}.`, {
      hint: 'Write the blob reports again with the version of vitest-layout that merges them.',
      cause,
    })
  }
}
