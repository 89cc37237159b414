import { mkdtempSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { build } from 'vite'

export function temporaryFolder(name: string): string {
  mkdirSync('test/.tmp', { recursive: true })
  return mkdtempSync(resolve(`test/.tmp/profile-${name}-`))
}

/** Compiles entries of this project into plain modules that Node and browsers run; returns the folder. */
export async function buildEntries(entries: Record<string, string>, folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      lib: { entry: entries, formats: ['es'] },
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rollupOptions: { external: [/^node:/, /^@jridgewell\//, 'vite'], output: { entryFileNames: '[name].mjs' } },
    },
  })
}

export function sourcePath(name: string): string {
  return join('src/profile', name)
}
