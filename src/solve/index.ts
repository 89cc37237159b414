export { solveLayout, type SolvedLayout, type SolveOptions } from './solve-layout.ts'
