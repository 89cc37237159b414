export { BLOCK_VERSION, type FileBlock, decodeBlock, encodeBlock } from './block.ts'
export { decodeTable, encodeTable } from './table.ts'
