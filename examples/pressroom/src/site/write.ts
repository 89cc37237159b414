import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { Site } from './site.ts'

export function writeSite(site: Site): number {
  let written = 0
  for (const path of site.paths) {
    writePage(join(site.config.root, site.config.outDir), path, site.page(path))
    written++
  }
  return written
}

function writePage(out: string, path: string, content: string): void {
  const file = join(out, path.endsWith('/') ? `${path}index.html` : path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
