import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'

import { REPOSITORY } from '../support/project.ts'

/**
 * Bundles the action from the source as it is, as releases do.
 *
 * @returns the file that a runner starts
 */
export async function buildAction(): Promise<string> {
  const { bundleAction } = (await import('../../scripts/bundle.mjs' as string)) as {
    readonly bundleAction: () => Promise<{ path: string; text: string }>
  }
  const { path, text } = await bundleAction()
  const file = join(REPOSITORY, 'test/.tmp', `action-${process.pid}`, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}
