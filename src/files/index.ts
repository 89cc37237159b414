export { refuseOverwrite } from './refuse-overwrite.ts'
export { writeFileAtomic, writeFilesTogether } from './write-atomic.ts'
