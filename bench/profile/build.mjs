import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { join } from 'node:path'

import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
export const project = fileURLToPath(new URL('../..', import.meta.url))
export const out = join(project, 'bench/out/profile')

/** Builds the profiler's own entries, then each program plain and with probes in all its code, dependencies too. */
export async function buildAll() {
  await rm(out, { recursive: true, force: true })
  // The profiler's copy here is a package of its own: the project's `sideEffects` are about `dist`.
  await mkdir(join(out, 'profiler'), { recursive: true })
  await writeFile(join(out, 'profiler/package.json'), '{ "type": "module" }')
  const source = (name) => join(project, 'src/profile', name)
  await bundle(
    {
      register: source('register.ts'),
      'node/worker': source('node/worker.ts'),
      plugin: source('plugin.ts'),
      node: source('node.ts'),
    },
    join(out, 'profiler'),
    { external: [/^node:/, 'vite', 'picomatch'] },
  )
  const { layoutProfile } = await import(pathToFileURL(join(out, 'profiler/plugin.mjs')).href)
  for (const program of ['server', 'parser']) {
    const entry = { main: join(here, program, 'main.mjs') }
    await bundle(entry, join(out, program, 'plain'), {})
    await bundle(entry, join(out, program, 'probes'), {
      plugin: layoutProfile({ root: project, include: ['**'], exclude: ['bench/out/**'] }),
    })
  }
}

async function bundle(entry, folder, { external = [/^node:/], plugin }) {
  await build({
    configFile: false,
    root: project,
    logLevel: 'error',
    plugins: plugin === undefined ? [] : [plugin],
    resolve: { alias: { 'vitest-layout/profile/node': join(out, 'profiler/node.mjs') } },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      target: 'node20',
      rollupOptions: { input: entry, external, output: { entryFileNames: '[name].mjs', format: 'es' } },
    },
  })
}
