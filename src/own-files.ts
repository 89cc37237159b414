import { fileURLToPath } from 'node:url'

/** This module's own address: in TypeScript source, compiled file by file (`dist/src`), or in a bundle (`dist/lib`). */
const here = import.meta.url
const isSource = here.endsWith('.ts')
const isBundled = here.includes('/dist/lib/')
const root = isSource ? here.slice(0, here.lastIndexOf('/src/') + 1) : here.slice(0, here.lastIndexOf('/dist/') + 6)

/** The folder of this package's own code, with `/` and at its end one: never instrumented when it is what instruments. */
export const OWN_FOLDER: string = fileURLToPath(isSource ? `${root}src/` : root).replaceAll('\\', '/')

/**
 * Path of one of this package's modules that other programs load by path.
 *
 * @param module From the package's root, without extension: `src/setup`.
 */
export function ownFile(module: string): string {
  return fileURLToPath(`${root}${module}.${isSource ? 'ts' : 'js'}`)
}

/** Path of the reporter's module: the very one that the plugin imports, which in bundles is bundled with it. */
export function reporterFile(): string {
  return ownFile(isBundled ? 'lib/reporter' : 'reporters/layout')
}
