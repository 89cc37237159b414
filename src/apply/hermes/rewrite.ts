import { LayoutError } from '../../errors.ts'
import { type LayoutPhase, PHASES } from '../../model/phase.ts'
import { align4, hashOf, type HermesFile, type HermesFunction, readHermesFile, type ReadHermesOptions } from './file.ts'
import { FOOTER_SIZE, HEADER_FIELD, PADDING_BYTE, SMALL_OFFSET_BITS, SMALL_OFFSET_LIMIT } from './format.ts'
import { placeBodies, type PlacedPhase, type Placement } from './place.ts'

/** Function ids by phase, in the order in which their bodies are to stand. */
export type HermesLayout = Readonly<Partial<Record<LayoutPhase, readonly number[]>>>

export interface RewriteHermesOptions extends ReadHermesOptions {
  /** Bytes a page, a power of two. Default 4096. */
  readonly pageSize?: number | undefined
  /** Phase of the functions that the layout does not name, in the file's order behind those it names. Default `cold`. */
  readonly rest?: LayoutPhase | undefined
  /** Start-up and first frame begin on a page of their own, the gap filled with cold bodies. Default true. */
  readonly alignPhases?: boolean | undefined
  /** Every start-up body on pages of its own: grows the file, for measuring which functions run. Default false. */
  readonly isolate?: boolean | undefined
}

/** What a rewrite did; all sizes in bytes. */
export interface HermesReport {
  readonly version: number
  readonly functions: number
  readonly bodies: number
  /** Functions whose body is that of a function with a smaller id. */
  readonly sharing: number
  readonly bodyBytes: number
  readonly fileBytesBefore: number
  readonly fileBytesAfter: number
  readonly padding: number
  readonly pageSize: number
  readonly phases: readonly PlacedPhase[]
  /** Cold bodies that stand in the pages of other phases, and in no row of `phases`. */
  readonly fillers: { readonly bodies: number; readonly bytes: number }
}

/**
 * Moves the function bodies of a Hermes bytecode file and renews everything that says where they are.
 * Behaviour cannot change: instructions, tables and ids stay as they are, only offsets and the file's hash are new.
 *
 * A plain list of ids stands for `{ startup: ids }`. An id may be named once; a body that several functions share
 * stands where the first of them is named.
 *
 * @throws LayoutError `HERMES_*`: the file is foreign, damaged or of an unknown version, or the layout does not fit it
 */
export function rewriteHermesBytecode(
  bytes: Uint8Array,
  layout: HermesLayout | readonly number[],
  options: RewriteHermesOptions = {},
): { bytes: Uint8Array; report: HermesReport } {
  const pageSize = options.pageSize ?? 4096
  if (!Number.isInteger(Math.log2(pageSize)) || pageSize < 16) {
    throw new LayoutError('HERMES_PAGE_SIZE', `page size ${pageSize}: expected a power of two, 16 or more.`)
  }
  const file = readHermesFile(bytes, options)
  const order = bodyOrder(file, isList(layout) ? { startup: layout } : layout, options.rest ?? 'cold')
  const placement = placeBodies(file, order, {
    pageSize,
    alignPhases: options.alignPhases ?? true,
    isolate: options.isolate ?? false,
  })
  const output = write(file, placement)
  return {
    bytes: output,
    report: {
      version: file.version,
      functions: file.functions.length,
      bodies: file.bodies.length,
      sharing: file.functions.length - file.bodies.length,
      bodyBytes: file.bodies.reduce((sum, body) => sum + body.size, 0),
      fileBytesBefore: bytes.length,
      fileBytesAfter: output.length,
      padding: placement.padding,
      pageSize,
      phases: placement.phases,
      fillers: placement.fillers,
    },
  }
}

function isList(layout: HermesLayout | readonly number[]): layout is readonly number[] {
  return Array.isArray(layout)
}

function bodyOrder(file: HermesFile, layout: HermesLayout, rest: LayoutPhase): Record<LayoutPhase, number[]> {
  const order: Record<LayoutPhase, number[]> = { startup: [], first_frame: [], steady: [], cold: [] }
  const named = new Uint8Array(file.functions.length)
  const placed = new Uint8Array(file.bodies.length)
  for (const phase of PHASES) {
    for (const id of layout[phase] ?? []) {
      const entry = file.functions[id]
      if (entry === undefined || named[id] === 1) {
        throw new LayoutError(
          'HERMES_ORDER',
          entry === undefined
            ? `the layout names function ${id}, the file has functions 0 to ${file.functions.length - 1}.`
            : `the layout names function ${id} twice.`,
          { file: undefined, hint: 'Make the layout from this very build.' },
        )
      }
      named[id] = 1
      // One without instructions lies where another's begin, and does not move it.
      const isEmpty = entry.size === 0 && file.bodies[entry.body]!.size > 0
      if (isEmpty || placed[entry.body] === 1) continue
      placed[entry.body] = 1
      order[phase].push(entry.body)
    }
  }
  for (let body = 0; body < placed.length; body += 1) if (placed[body] === 0) order[rest].push(body)
  return order
}

function write(file: HermesFile, { offsets, end }: Placement): Uint8Array {
  const tail = align4(end)
  // Everything behind the bodies moves as one block: its inner distances, and so its alignment, stay.
  const delta = tail - file.bodiesEnd
  const fileLength = file.fileLength + delta
  const output = new Uint8Array(file.bytes.length + delta)
  // The last three bytes at most are zero, as the compiler has them.
  output.fill(PADDING_BYTE, file.bodiesStart, end)
  output.set(file.bytes.subarray(0, file.bodiesStart))
  file.bodies.forEach((body, index) => {
    output.set(file.bytes.subarray(body.offset, body.offset + body.size), offsets[index])
  })
  output.set(file.bytes.subarray(file.bodiesEnd), tail)

  const view = new DataView(output.buffer)
  view.setUint32(HEADER_FIELD.fileLength, fileLength, true)
  view.setUint32(file.format.debugInfoOffsetField, file.debugInfoOffset + delta, true)
  for (const entry of file.functions) writeHeader(view, file, entry, offsets[entry.body]!, delta)
  output.set(hashOf(output.subarray(0, fileLength - FOOTER_SIZE)), fileLength - FOOTER_SIZE)
  return output
}

function writeHeader(
  view: DataView,
  { format }: HermesFile,
  { id, header, largeHeader, info }: HermesFunction,
  offset: number,
  delta: number,
): void {
  if (largeHeader === undefined) {
    setBits(view, header, 0, SMALL_OFFSET_BITS, offset)
    if (info === undefined) return
    if (info + delta >= SMALL_OFFSET_LIMIT) {
      throw new LayoutError(
        'HERMES_RANGE',
        `the info of function ${id} would come to stand at ${info + delta}, its header reaches ${SMALL_OFFSET_LIMIT - 1}.`,
        { hint: 'Rewrite without aligned phases, or split the bundle.' },
      )
    }
    setBits(view, header + 8, 0, SMALL_OFFSET_BITS, info + delta)
    return
  }
  const moved = largeHeader + delta
  view.setUint32(moved, offset, true)
  if (format.largeInfoField === undefined) {
    setBits(view, header, 0, 24, moved % 2 ** 24)
    setBits(view, header + 4, 14, 8, Math.floor(moved / 2 ** 24))
  } else {
    view.setUint32(moved + format.largeInfoField, moved, true)
    setBits(view, header, 0, SMALL_OFFSET_BITS, moved % 2 ** 16)
    setBits(view, header + 8, 0, SMALL_OFFSET_BITS, Math.floor(moved / 2 ** 16))
  }
}

function setBits(view: DataView, at: number, shift: number, bits: number, value: number): void {
  const mask = (2 ** bits - 1) << shift
  view.setUint32(at, ((view.getUint32(at, true) & ~mask) | (value << shift)) >>> 0, true)
}
