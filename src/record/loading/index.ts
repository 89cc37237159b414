export { LoadGraph, targetName, type GraphEnvironment, type LoadNode } from './load-graph.ts'
export { LoadTraces, type MeaningOf, type SlotMeaning } from './load-traces.ts'
