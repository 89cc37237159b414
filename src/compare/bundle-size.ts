import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { globSync } from 'tinyglobby'

import { LayoutError } from '../errors.ts'
import type { BundleSize } from './difference.ts'

/**
 * Bytes of a bundle as it is, and compressed with the default levels of gzip (6) and brotli (11). A folder counts as the
 * sum of its JavaScript files, each compressed on its own as servers do.
 *
 * @throws LayoutError `BUNDLE_MISSING`
 */
export function measureBundle(path: string): BundleSize {
  const files = bundleFiles(path)
  const size = { raw: 0, gzip: 0, brotli: 0 }
  for (const file of files) {
    const content = readFileSync(file)
    size.raw += content.length
    size.gzip += gzipSync(content).length
    size.brotli += brotliCompressSync(content).length
  }
  return size
}

function bundleFiles(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isFile() === true) return [path]
  const files = stat === undefined ? [] : globSync('**/*.{js,mjs,cjs}', { cwd: path, expandDirectories: false })
  if (files.length > 0) return files.sort().map((file) => join(path, file))
  throw new LayoutError('BUNDLE_MISSING', stat === undefined ? 'no such bundle.' : 'no JavaScript file is in it.', {
    file: path,
    hint: 'Expected a file, or a folder with .js, .mjs or .cjs files.',
  })
}
