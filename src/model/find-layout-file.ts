import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { LayoutError } from '../errors.ts'

/** Names under which a project's configuration is found by itself. */
export const LAYOUT_FILE_NAMES: readonly string[] = ['layout.sdn', 'layout.yaml', 'layout.yml']

/**
 * The configuration in a project's root, or `undefined` where there is none.
 *
 * @throws LayoutError `CONFIG_AMBIGUOUS` where there are several: which one counts must not be a guess.
 */
export function findLayoutFile(root: string): string | undefined {
  const found = LAYOUT_FILE_NAMES.filter((name) => existsSync(join(root, name)))
  if (found.length > 1) {
    throw new LayoutError(
      'CONFIG_AMBIGUOUS',
      `there are ${found.join(' and ')} in this folder, expected one of them.`,
      {
        file: root,
        hint: 'Keep the one you edit and delete the other.',
      },
    )
  }
  return found[0] === undefined ? undefined : join(root, found[0])
}
