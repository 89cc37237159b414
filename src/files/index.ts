export { isFile } from './is-file.ts'
export { refuseOverwrite } from './refuse-overwrite.ts'
export { writeFileAtomic, writeFilesTogether } from './write-atomic.ts'
