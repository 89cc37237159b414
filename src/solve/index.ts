export { solveLayout, solveLayoutParallel, type SolvedLayout, type SolveOptions } from './solve-layout.ts'
export { verifySolved } from './verify-solved.ts'
