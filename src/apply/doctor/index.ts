export { fileSize, type FileSize } from './file-size.ts'
export { NodeCpu, type NodeRunOptions } from './node-cpu.ts'
export { judge, measurePaired, median, medianInterval, type PairedResult, type Verdict } from './paired.ts'
