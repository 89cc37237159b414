// Makes `dist/src/setup.js` one file, after `tsc`: every test file's worker fetches and runs it, and each module it is made of
// would cost a request to the main process, in every worker.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const input = join(root, 'dist/src/setup.js')
const { output } = await build({
  root,
  configFile: false,
  logLevel: 'error',
  ssr: { noExternal: true, external: ['vitest'], target: 'node' },
  build: {
    write: false,
    minify: 'oxc',
    target: 'node20',
    ssr: input,
    modulePreload: false,
    rollupOptions: { input, output: { format: 'es', codeSplitting: false } },
  },
})
if (output.length !== 1) throw new Error(`${input} was bundled into ${output.length} files, expected one`)
writeFileSync(input, output[0].code)
