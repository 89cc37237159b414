export { refuseOverwrite } from './refuse-overwrite.ts'
export { writeFileAtomic } from './write-atomic.ts'
