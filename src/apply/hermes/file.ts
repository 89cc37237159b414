import { createHash } from 'node:crypto'

import { LayoutError } from '../../errors.ts'
import {
  FILE_HEADER_SIZE,
  findFormat,
  FLAG_HAS_EXCEPTION_HANDLER,
  FLAG_OVERFLOWED,
  FOOTER_SIZE,
  HEADER_FIELD,
  type HermesFormat,
  PADDING_BYTE,
} from './format.ts'

/** One function of a bytecode file. Offsets and sizes in bytes from the start of the file. */
export interface HermesFunction {
  readonly id: number
  /** Bytes of instructions; 0 for a function that was inlined wherever it is called. */
  readonly size: number
  /** Which of {@link HermesFile.bodies} holds its instructions; several functions may share one. */
  readonly body: number
  /** Offset of the small header. */
  readonly header: number
  /** Offset of the large header; undefined when the small one holds all. */
  readonly largeHeader: number | undefined
  /** Offset of exception table and debug offsets in formats where the header names it. */
  readonly info: number | undefined
}

/** A stretch of instructions and the jump tables that belong to it: what is moved as one. */
export interface HermesBody {
  readonly offset: number
  /** Bytes with jump tables. */
  readonly size: number
  /** Whether something stands behind the instructions: then `offset % 4` must stay as it is. */
  readonly keepsAlignment: boolean
  /** Whether an offset of {@link SMALL_OFFSET_LIMIT} or more can be written into every header that names it. */
  readonly canBeFar: boolean
}

/** What a rewriter knows of a bytecode file; every offset in it was checked against the file. */
export interface HermesFile {
  readonly bytes: Uint8Array
  readonly version: number
  readonly format: HermesFormat
  /** Length by the file's own word; what stands behind it (an epilogue) is carried over. */
  readonly fileLength: number
  /** Id of the function that runs first: the script's own code. */
  readonly globalCode: number
  /** By id. */
  readonly functions: readonly HermesFunction[]
  /** By offset, without gaps of more than padding between them. */
  readonly bodies: readonly HermesBody[]
  /** Where bodies may stand: from the end of the tables to the first function's info. */
  readonly bodiesStart: number
  readonly bodiesEnd: number
  readonly debugInfoOffset: number
}

export interface ReadHermesOptions {
  /** Named in messages. */
  readonly file?: string | undefined
  /** Accepts a file whose SHA-1 does not fit its content; the engine itself does not look. Default false. */
  readonly ignoreHash?: boolean | undefined
}

/**
 * Reads a Hermes bytecode file and checks all that a rewriter relies on.
 *
 * @throws LayoutError `HERMES_FOREIGN`, `HERMES_DELTA`, `HERMES_VERSION`, `HERMES_TRUNCATED`, `HERMES_HASH` or
 * `HERMES_CORRUPT`
 */
export function readHermesFile(bytes: Uint8Array, options: ReadHermesOptions = {}): HermesFile {
  const { file } = options
  const { version, format } = findFormat(bytes, file)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const u32 = (offset: number): number => view.getUint32(offset, true)

  const fileLength = u32(HEADER_FIELD.fileLength)
  if (fileLength > bytes.length) {
    throw new LayoutError(
      'HERMES_TRUNCATED',
      `the header says ${fileLength} bytes, the file has ${bytes.length}: its end is missing.`,
      { file, hint: 'Build it again.' },
    )
  }
  const check = (holds: boolean, found: string): void => {
    if (holds) return
    throw new LayoutError('HERMES_CORRUPT', `this bytecode file (version ${version}) contradicts itself: ${found}.`, {
      file,
      hint: 'Build it again; if the compiler wrote it so, please report it.',
    })
  }
  check(fileLength >= FILE_HEADER_SIZE + FOOTER_SIZE, `its header says ${fileLength} bytes`)
  const footer = fileLength - FOOTER_SIZE
  if (options.ignoreHash !== true && !hashOf(bytes.subarray(0, footer)).equals(bytes.subarray(footer, fileLength))) {
    throw new LayoutError('HERMES_HASH', 'the SHA-1 at the end of the file does not fit its content.', {
      file,
      hint: 'Build it again; if a tool changed it on purpose, pass --ignore-hash.',
    })
  }

  const functionCount = u32(HEADER_FIELD.functionCount)
  check(functionCount > 0, 'it has no functions')
  let tablesEnd = FILE_HEADER_SIZE
  for (const [field, entrySize] of format.sections) tablesEnd = align4(tablesEnd) + u32(field) * entrySize
  // Only bodies may be unaligned, and the writer aligns before a section, not after it.
  check(tablesEnd <= footer, `its tables end at ${tablesEnd}, behind its footer at ${footer}`)
  const globalCode = u32(HEADER_FIELD.globalCodeIndex)
  check(globalCode < functionCount, `its global code is function ${globalCode} of ${functionCount}`)
  const debugInfoOffset = u32(format.debugInfoOffsetField)
  check(
    debugInfoOffset % 4 === 0 && debugInfoOffset >= tablesEnd && debugInfoOffset < footer,
    `its debug info is at ${debugInfoOffset}, between ${tablesEnd} and ${footer} was expected`,
  )

  const offsets = new Uint32Array(functionCount)
  const sizes = new Uint32Array(functionCount)
  const headers: Pick<HermesFunction, 'header' | 'largeHeader' | 'info'>[] = []
  let bodiesEnd = debugInfoOffset
  for (let id = 0; id < functionCount; id += 1) {
    const header = FILE_HEADER_SIZE + id * format.smallHeaderSize
    const large = largeHeaderOffset(view, header, format)
    let info: number | undefined
    if (large === undefined) {
      offsets[id] = u32(header) & 0x1ffffff
      sizes[id] = u32(header + 4) & (2 ** format.smallSizeBits - 1)
      if (format.largeInfoField !== undefined) info = u32(header + 8) & 0x1ffffff
    } else {
      check(
        large % 4 === 0 && large >= tablesEnd && large + format.largeHeaderSize <= debugInfoOffset,
        `the large header of function ${id} is at ${large}, between ${tablesEnd} and ${debugInfoOffset} was expected`,
      )
      offsets[id] = u32(large)
      sizes[id] = u32(large + format.largeSizeField)
      if (format.largeInfoField !== undefined) {
        info = u32(large + format.largeInfoField)
        check(info === large, `the large header of function ${id} is at ${large} and says ${info} of itself`)
      }
      bodiesEnd = Math.min(bodiesEnd, large)
    }
    if (info !== undefined) {
      check(
        info % 4 === 0 && info >= tablesEnd && info <= debugInfoOffset,
        `the info of function ${id} is at ${info}, between ${tablesEnd} and ${debugInfoOffset} was expected`,
      )
      bodiesEnd = Math.min(bodiesEnd, info)
    }
    headers.push({ header, largeHeader: large, info })
    checkExceptionTable(id, info, large)
  }

  function checkExceptionTable(id: number, info: number | undefined, large: number | undefined): void {
    const flagsAt =
      large === undefined
        ? FILE_HEADER_SIZE + id * format.smallHeaderSize + format.flagsByte
        : large + format.largeHeaderSize - 1
    if ((view.getUint8(flagsAt) & FLAG_HAS_EXCEPTION_HANDLER) === 0) return
    const table = large === undefined ? info : align4(large + format.largeHeaderSize)
    check(table !== undefined, `function ${id} has exception handlers and no large header`)
    if (table === undefined) return
    check(
      table + 4 <= debugInfoOffset && table + 4 + u32(table) * 12 <= debugInfoOffset,
      `the exception table of function ${id} at ${table} does not end before ${debugInfoOffset}`,
    )
  }

  const byOffset = Array.from({ length: functionCount }, (_, id) => id).sort(
    (a, b) => offsets[a]! - offsets[b]! || a - b,
  )
  const bodies: HermesBody[] = []
  const bodyOf = new Uint32Array(functionCount)
  for (let from = 0; from < byOffset.length;) {
    let first = byOffset[from]!
    const offset = offsets[first]!
    let to = from
    let canBeFar = true
    for (; to < byOffset.length && offsets[byOffset[to]!] === offset; to += 1) {
      const id = byOffset[to]!
      // A function that was inlined wherever it is called has no instructions, and the offset of what follows.
      if (sizes[first] === 0) first = id
      const isSame = sizes[id] === 0 || sizes[id] === sizes[first]
      check(isSame, `functions ${first} and ${id} share a body but not its size`)
      bodyOf[id] = bodies.length
      canBeFar &&= headers[id]!.largeHeader !== undefined
    }
    const size = sizes[first]!
    const next = to === byOffset.length ? bodiesEnd : offsets[byOffset[to]!]!
    check(
      offset >= tablesEnd && offset + size <= next && next <= bodiesEnd,
      `the body of function ${first} is at ${offset} with ${size} bytes, what follows begins at ${next}`,
    )
    const end = jumpTablesEnd(view, offset + size, next, to === byOffset.length)
    bodies.push({ offset, size: end - offset, keepsAlignment: end > offset + size, canBeFar })
    from = to
  }
  return {
    bytes,
    version,
    format,
    fileLength,
    globalCode,
    functions: headers.map(({ header, largeHeader, info }, id) => {
      return { id, size: sizes[id]!, body: bodyOf[id]!, header, largeHeader, info }
    }),
    bodies,
    bodiesStart: bodies[0]!.offset,
    bodiesEnd,
    debugInfoOffset,
  }
}

/** The hash that the footer holds: SHA-1 of all before it. */
export function hashOf(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest()
}

export function align4(offset: number): number {
  return Math.ceil(offset / 4) * 4
}

/**
 * Where the jump tables behind a body's instructions end; `end` itself when there are none.
 * They stand aligned, in entries of 4 bytes. Our own padding is {@link PADDING_BYTE}, which no entry consists of:
 * entries are distances from the switch, and one byte before it no instruction begins.
 */
function jumpTablesEnd(view: DataView, end: number, next: number, isLast: boolean): number {
  const tables = align4(end)
  if (next - tables < 4) {
    // The compiler pads behind the last body only; elsewhere what stands there is kept, unless it is our padding.
    return isLast || isPadding(view, end, next) ? end : next
  }
  let last = next
  if (isPadding(view, next - ((next - tables) % 4), next)) {
    last = next - ((next - tables) % 4)
    while (last > tables && view.getInt32(last - 4, true) === -1) last -= 4
  }
  return last === tables ? end : last
}

function isPadding(view: DataView, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (view.getUint8(at) !== PADDING_BYTE) return false
  return true
}

/** A small header that overflowed keeps the offset of the large one in two of its fields. */
function largeHeaderOffset(view: DataView, header: number, format: HermesFormat): number | undefined {
  if ((view.getUint8(header + format.flagsByte) & FLAG_OVERFLOWED) === 0) return undefined
  const word = view.getUint32(header, true)
  if (format.largeInfoField !== undefined) {
    return (view.getUint32(header + 8, true) & 0xffff) * 2 ** 16 + (word & 0xffff)
  }
  return ((view.getUint32(header + 4, true) >>> 14) & 0xff) * 2 ** 24 + (word & 0xffffff)
}
