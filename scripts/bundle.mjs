// Writes the files that are bundled from our source and kept in the repository:
//   src/page/client.generated.ts   script and style of the report page
//   action/index.mjs               the GitHub action
// `npm run bundle` writes them; with `--check` it only says whether they are up to date (exit status 1 if not).
import { existsSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'

import { build } from 'vite'

const root = join(import.meta.dirname, '..')

/** Nothing lies beside these bundles: what the source loads when it is first needed goes in. */
const eagerLibraries = {
  name: 'eager-libraries',
  load: {
    filter: { id: /[\\/]src[\\/]libraries[\\/]\w+\.ts$/ },
    handler(id) {
      const name = basename(id, '.ts')
      return `import * as library from '${name}'\nexport const ${name} = () => library\n`
    },
  },
}

async function bundle(entry, output, ssr) {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [eagerLibraries],
    ...(ssr ? { ssr: { noExternal: true, target: 'node' } } : {}),
    build: {
      write: false,
      minify: false,
      target: ssr ? 'node20' : 'es2022',
      ...(ssr ? { ssr: entry } : {}),
      modulePreload: false,
      rollupOptions: { input: entry, output: { format: output, codeSplitting: false } },
    },
  })
  const chunks = (Array.isArray(result) ? result[0] : result).output.filter(({ type }) => type === 'chunk')
  if (chunks.length !== 1) throw new Error(`${entry} was bundled into ${chunks.length} files, expected one`)
  return chunks[0].code
}

/** @typedef {{ path: string, text: string }} Bundle */

/** @returns {Promise<Bundle>} */
export async function bundlePage() {
  const client = join(root, 'src/page/client')
  const script = await bundle(join(client, 'main.ts'), 'iife', false)
  // The page puts them into elements: nothing in them may end one.
  if (/<\/(script|style)|<!--/i.test(script)) throw new Error('the page script holds an end tag')
  const style = readFileSync(join(client, 'style.css'), 'utf8')
  const text = [
    '// Made by `npm run bundle` from src/page/client; do not edit.',
    `export const PAGE_SCRIPT: string = ${JSON.stringify(`\n${script}`)}`,
    `export const PAGE_STYLE: string = ${JSON.stringify(`\n${style}`)}`,
    '',
  ].join('\n')
  return { path: 'src/page/client.generated.ts', text }
}

/** @returns {Promise<Bundle>} */
export async function bundleAction() {
  const code = await bundle(join(root, 'src/action/main.ts'), 'es', true)
  return { path: 'action/index.mjs', text: `// Made by \`npm run bundle\` from src/action; do not edit.\n${code}` }
}

if (process.argv[1] === import.meta.filename) {
  for (const { path, text } of [await bundlePage(), await bundleAction()]) {
    const file = join(root, path)
    const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === text
    if (process.argv.includes('--check')) {
      if (isCurrent) continue
      process.stderr.write(`${path} is not what the source makes: run \`npm run bundle\`.\n`)
      process.exitCode = 1
    } else if (!isCurrent) {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      process.stdout.write(`wrote ${path}\n`)
    }
  }
}
