// Installs and bundles one of the two apps: minified, in one file with its map, or in chunks.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { rolldown } from 'rolldown'

import { APPS } from './apps.mjs'

function install(name, out) {
  const folder = join(out, name)
  mkdirSync(folder, { recursive: true })
  const manifest = JSON.stringify({ private: true, dependencies: APPS[name].packages }, undefined, 2)
  const path = join(folder, 'package.json')
  if (existsSync(join(folder, 'node_modules')) && existsSync(path) && readFileSync(path, 'utf8') === manifest)
    return folder
  writeFileSync(path, manifest)
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'pipe' })
  writeFileSync(path, manifest)
  return folder
}

/** @returns code, map (its sources relative to the folder) and folder of an app */
export async function buildApp(name, out) {
  const { folder, output } = await bundle(name, out, { codeSplitting: false })
  return { code: output[0].code, map: output[0].map, folder }
}

/** @returns the code of each file of an app in chunks, the entry `app.js` first */
export async function buildChunks(name, out, groups) {
  const { output } = await bundle(name, out, {
    codeSplitting: { groups },
    entryFileNames: 'app.js',
    chunkFileNames: '[name].js',
  })
  const chunks = output.filter(({ type }) => type === 'chunk')
  chunks.sort((a, b) => Number(b.isEntry) - Number(a.isEntry))
  return new Map(chunks.map(({ fileName, code }) => [fileName, code]))
}

async function bundle(name, out, outputOptions) {
  const folder = install(name, out)
  const entry = join(folder, 'app.mjs')
  writeFileSync(entry, APPS[name].source)
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    logLevel: 'silent',
    transform: { define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true' } },
  })
  const { output } = await build.generate({
    dir: folder,
    format: 'esm',
    minify: true,
    sourcemap: 'hidden',
    ...outputOptions,
  })
  await build.close()
  return { folder, output }
}
