// Joins the compiled modules behind the package's entries into a few files in `dist/lib`, after `tsc`: Node takes about a
// millisecond for each module it loads, which every run of Vitest with the plugin in its configuration would pay 180 times.
// Entries that other programs instrument, or that run in workers and browsers, stay as `tsc` wrote them.
import { dirname, join, resolve } from 'node:path'

import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** The one error class, which entries outside of these files share. */
const sharedErrors = {
  name: 'shared-errors',
  resolveId: {
    order: 'pre',
    filter: { id: /[\\/]errors\.js$/ },
    handler: (id, importer) =>
      resolve(dirname(importer), id) === join(dist, 'src/errors.js')
        ? { id: '../src/errors.js', external: 'relative' }
        : undefined,
  },
}

await build({
  root,
  plugins: [sharedErrors],
  configFile: false,
  logLevel: 'error',
  ssr: { target: 'node' },
  build: {
    outDir: join(dist, 'lib'),
    emptyOutDir: true,
    ssr: true,
    minify: false,
    target: 'node20',
    modulePreload: false,
    rollupOptions: {
      // Packages.
      external: /^(?![./])(?!.*[\\/]dist[\\/])/,
      input: {
        index: join(dist, 'src/index.js'),
        reporter: join(dist, 'reporters/layout.js'),
        sdn: join(dist, 'src/sdn/index.js'),
        bundle: join(dist, 'src/apply/bundle/index.js'),
        hermes: join(dist, 'src/apply/hermes/index.js'),
        cli: join(dist, 'src/cli/bin.js'),
        // Started by path, from beside the module that starts it.
        'partition-worker': join(dist, 'src/pack/partition-worker.js'),
      },
      // Flat: modules find what they start by path beside themselves.
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
