export { BLOCK_VERSION, type FileBlock, decodeBlock, encodeBlock } from './block.ts'
