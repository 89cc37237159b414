import { LayoutError } from '../../errors.ts'

/**
 * Where the things stand that a rewriter needs, for one family of Hermes bytecode versions.
 * All numbers in a bytecode file are little-endian and unaligned bit fields start at the lowest bit.
 * Facts from Hermes' `BytecodeFileFormat.h` of the releases that wrote these versions.
 */
export interface HermesFormat {
  /** Bytes of the small header that stands for each function in the table after the file header. */
  readonly smallHeaderSize: number
  /** Bytes of the large header, which holds what does not fit into a small one. */
  readonly largeHeaderSize: number
  /** Byte of the flags in a small header; the same byte counted from the end of a large header is its last. */
  readonly flagsByte: number
  /** Offsets in the file header. */
  readonly debugInfoOffsetField: number
  /** The sections between the file header and the bodies: field with the count, bytes an entry. */
  readonly sections: readonly (readonly [field: number, entrySize: number])[]
  /** Bits of the body's size in the second word of a small header. */
  readonly smallSizeBits: number
  /** Byte of the body's size in a large header. */
  readonly largeSizeField: number
  /**
   * Byte of the offset of the function's info (exception table, debug offsets) in a large header.
   * Undefined where the info always follows a large header and small headers have none.
   */
  readonly largeInfoField: number | undefined
}

/** Bytes of the file header, in every version known here. */
export const FILE_HEADER_SIZE = 128
/** Bytes of the SHA-1 hash that ends the file. */
export const FOOTER_SIZE = 20
/** Fields of the file header that stand at the same place in every version. */
export const HEADER_FIELD = { version: 8, fileLength: 32, globalCodeIndex: 36, functionCount: 40 } as const
/** Bit fields for offsets in small headers have this many bits. */
export const SMALL_OFFSET_BITS = 25
/** What an offset in a small header can reach. */
export const SMALL_OFFSET_LIMIT: number = 2 ** SMALL_OFFSET_BITS

/** What we write where nothing stands between bodies. */
export const PADDING_BYTE = 0xff

export const FLAG_HAS_EXCEPTION_HANDLER: number = 1 << 3
export const FLAG_OVERFLOWED: number = 1 << 5

const MAGIC = [0xc6, 0x1f, 0xbc, 0x03, 0xc1, 0x03, 0x19, 0x1f] as const

const FORMAT_89: HermesFormat = {
  smallHeaderSize: 16,
  largeHeaderSize: 31,
  flagsByte: 15,
  debugInfoOffsetField: 104,
  sections: [
    [40, 16], // function headers
    [44, 4], // string kinds
    [48, 4], // identifier hashes
    [52, 4], // string table
    [56, 8], // overflowing strings
    [60, 1], // string storage
    [80, 1], // array literals
    [84, 1], // object keys
    [88, 1], // object values
    [64, 8], // bigint table
    [68, 1], // bigint storage
    [72, 8], // regular expressions
    [76, 1], // their bytecode
    [96, 8], // CommonJS modules
    [100, 8], // function sources
  ],
  smallSizeBits: 15,
  largeSizeField: 8,
  largeInfoField: 16,
}

const FORMAT_99: HermesFormat = {
  smallHeaderSize: 12,
  largeHeaderSize: 36,
  flagsByte: 11,
  debugInfoOffsetField: 108,
  sections: [
    [40, 12], // function headers
    [44, 4], // string kinds
    [48, 4], // identifier hashes
    [52, 4], // string table
    [56, 8], // overflowing strings
    [60, 1], // string storage
    [80, 1], // literal values
    [84, 1], // object keys
    [88, 8], // object shapes
    [64, 8], // bigint table
    [68, 1], // bigint storage
    [72, 8], // regular expressions
    [76, 1], // their bytecode
    [100, 8], // CommonJS modules
    [104, 8], // function sources
  ],
  smallSizeBits: 14,
  largeSizeField: 12,
  largeInfoField: undefined,
}

/**
 * The versions that released compilers wrote, 97 left out: no release has it.
 * 90 to 96 share the format of 89 in everything that is read or changed here.
 */
const FORMATS: ReadonlyMap<number, HermesFormat> = new Map([
  ...[89, 90, 91, 92, 93, 94, 95, 96].map((version) => [version, FORMAT_89] as const),
  // One more single-byte field than 99 (the cache of new objects) before the flags of a large header.
  [98, { ...FORMAT_99, largeHeaderSize: 37 }],
  [99, FORMAT_99],
])

/** Bytecode versions that can be rewritten, ascending. */
export const HERMES_VERSIONS: readonly number[] = [...FORMATS.keys()]

/**
 * The format of a file, by its magic number and version.
 *
 * @throws LayoutError `HERMES_FOREIGN`, `HERMES_DELTA`, `HERMES_TRUNCATED` or `HERMES_VERSION`
 */
export function findFormat(bytes: Uint8Array, file?: string): { version: number; format: HermesFormat } {
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    if (bytes.length >= MAGIC.length && MAGIC.every((byte, index) => bytes[index] === (byte ^ 0xff))) {
      throw new LayoutError('HERMES_DELTA', 'this is Hermes bytecode in delta form, which no engine runs.', {
        file,
        hint: 'Give the execution form: compile with `hermesc -emit-binary`.',
      })
    }
    const found = bytes.length === 0 ? 'an empty file' : `a file that begins with ${hexOf(bytes.subarray(0, 8))}`
    throw new LayoutError(
      'HERMES_FOREIGN',
      `expected Hermes bytecode, which begins with ${hexOf(MAGIC)}, found ${found}.`,
      { file, hint: 'Compile the bundle with `hermesc -emit-binary -out app.hbc app.js`.' },
    )
  }
  if (bytes.length < FILE_HEADER_SIZE + FOOTER_SIZE) {
    throw new LayoutError(
      'HERMES_TRUNCATED',
      `the file has ${bytes.length} bytes, a bytecode file has ${FILE_HEADER_SIZE + FOOTER_SIZE} or more.`,
      { file, hint: 'Build it again.' },
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint32(HEADER_FIELD.version, true)
  const format = FORMATS.get(version)
  if (format === undefined) {
    throw new LayoutError(
      'HERMES_VERSION',
      `bytecode version ${version} is not known here; known are ${HERMES_VERSIONS.join(', ')}.`,
      { file, hint: 'Ship the file as the compiler wrote it, or look for a newer version of vitest-layout.' },
    )
  }
  return { version, format }
}

function hexOf(bytes: Iterable<number>): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
