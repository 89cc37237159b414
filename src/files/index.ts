export { writeFileAtomic } from './write-atomic.ts'
