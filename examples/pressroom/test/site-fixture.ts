import { mkdtempSync, mkdirSync, writeFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

import type { Io } from '../src/cli/io.ts'

export interface Fixture {
  readonly io: Io
  readonly root: string
  readonly out: string[]
  readonly err: string[]
}

/** A folder with a small site in it, removed when the test ends. */
export function makeSite(files: Readonly<Record<string, string>> = POSTS): Fixture {
  const root = mkdtempSync(join(tmpdir(), 'pressroom-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, content)
  }
  const out: string[] = []
  const err: string[] = []
  return { root, out, err, io: { cwd: root, out: (text) => void out.push(text), err: (text) => void err.push(text) } }
}

export const POSTS: Readonly<Record<string, string>> = {
  'pressroom.yaml': 'title: Notes\npageSize: 2\ndateFormat: long\n',
  'posts/hello.md':
    '---\ntitle: Hello, World\ndate: 2026-01-05\ntags: [intro, web]\n---\n\nA **first** post. See [second](/posts/second/).\n',
  'posts/second.md':
    '---\ntitle: Second\ndate: 2026-02-01\ntags: web\n---\n\n## One\n\n## Two\n\n## Three\n\n```js\nconst x = 1 // one\n```\n',
  'posts/third.md': '---\ntitle: Third\ndate: 2025-12-24\n---\n\nShort.\n',
  'posts/draft.md': '---\ntitle: Draft\ndraft: true\n---\n\nNot yet. [Nowhere](/posts/nowhere/)\n',
}
