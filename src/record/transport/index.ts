export { BLOCK_VERSION, decodeBlock, decodeJournal, encodeBlock } from './block.ts'
export { type FileRecording, readJournal, type Trace, type TraceMark } from './read-journal.ts'
