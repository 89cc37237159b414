import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'

import { isFile } from '../files/index.ts'
import type { Checkout } from './base-submodules.ts'
import { git } from './git.ts'

const RECORD = 'npx vitest run --reporter=layout'
const LOCKS = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock']
/** What tools keep in `node_modules` about the code they saw: that of the base is other code. */
const CACHES = new Set(['.cache', '.vite', '.vite-temp', '.vitest'])

/**
 * Gives the base the packages that are installed here, each by a link. Packages of the repository itself, which workspaces
 * link, are those of the base.
 *
 * @param checkouts the repository first, then its submodules
 * @param inside the project's folder, relative to the repository
 * @param log gets notes, where the base may need other packages than these
 */
export function linkPackages(
  checkouts: readonly [Checkout, ...Checkout[]],
  inside: string,
  log: (text: string) => void,
): void {
  const linker = new PackageLinker(checkouts, log)
  const [repository] = checkouts
  const above = nearestPackages(dirname(repository.here))
  // Node looks into the folders above a repository, too.
  if (above !== undefined) linker.link(above, dirname(repository.there))
  for (const { here, there } of checkouts) {
    const folders = new Set(['', ...packageFolders(there)])
    if (here === repository.here) for (let at = inside; at !== '.' && at !== ''; at = dirname(at)) folders.add(at)
    for (const folder of folders) linker.link(join(here, folder), join(there, folder))
  }
}

class PackageLinker {
  readonly #checkouts: readonly Checkout[]
  readonly #log: (text: string) => void
  /** Folders of the base that a link led to. */
  readonly #own = new Set<string>()

  constructor(checkouts: readonly Checkout[], log: (text: string) => void) {
    // A submodule is in the repository, too: the innermost one counts.
    this.#checkouts = checkouts.map(({ here, there }) => ({ here: realpathSync(here), there })).toReversed()
    this.#log = log
  }

  /** Makes the `node_modules` of a folder. */
  link(here: string, there: string): void {
    const [from, to] = [join(here, 'node_modules'), join(there, 'node_modules')]
    if (!existsSync(from) || !existsSync(there) || existsSync(to)) return
    this.#linkEntries(from, to)
    const changed = LOCKS.find((lock) => {
      const [ours, theirs] = [join(here, lock), join(there, lock)]
      return existsSync(ours) && existsSync(theirs) && !readFileSync(ours).equals(readFileSync(theirs))
    })
    if (changed !== undefined)
      this.#log(`note: ${changed} of the base differs; it is recorded with the packages installed here.\n`)
  }

  #linkEntries(from: string, to: string): void {
    mkdirSync(to)
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const { name } = entry
      if (CACHES.has(name)) continue
      const path = join(from, name)
      if (entry.isDirectory() && (name.startsWith('@') || name === '.bin')) this.#linkEntries(path, join(to, name))
      // Links to files need rights on Windows.
      else if (entry.isFile()) copyFileSync(path, join(to, name))
      else this.#linkEntry(path, join(to, name))
    }
  }

  #linkEntry(path: string, link: string): void {
    // A link to nothing.
    if (!existsSync(path)) return
    const own = this.#ofBase(realpathSync(path))
    if (own === undefined) symlinkSync(path, link, 'junction')
    else if (existsSync(own.there)) {
      symlinkSync(own.there, link, 'junction')
      this.#noteMissing(own)
    }
  }

  /** Where the base has what the repository holds here; `undefined` for what was installed. */
  #ofBase(path: string): Checkout | undefined {
    for (const { here, there } of this.#checkouts) {
      const inside = relative(here, path)
      if (isAbsolute(inside) || inside.split(sep)[0] === '..') continue
      return inside.split(sep).includes('node_modules') ? undefined : { here: path, there: join(there, inside) }
    }
    return undefined
  }

  /** Says what a package of the repository must have to be imported and git does not hold: what was built. */
  #noteMissing({ here, there }: Checkout): void {
    if (this.#own.has(there)) return
    this.#own.add(there)
    const missing = entriesOf(there).find((entry) => isFile(join(here, entry)) && !existsSync(join(there, entry)))
    if (missing === undefined) return
    const file = join(relative(this.#checkouts.at(-1)!.here, here), missing).replaceAll('\\', '/')
    this.#log(
      `note: the base has no ${file}: git does not hold it. Build it there first, with --record 'BUILD && ${RECORD}'.\n`,
    )
  }
}

/** The folders of a checkout that hold a package, relative to it. */
function packageFolders(checkout: string): string[] {
  return git(checkout, ['ls-files', '-z', '--', ':(glob)**/package.json'])
    .split('\0')
    .filter((file) => file !== '' && !file.split('/').includes('node_modules'))
    .map((file) => dirname(file))
}

/** The nearest folder from this one upwards that has packages. */
function nearestPackages(folder: string): string | undefined {
  if (existsSync(join(folder, 'node_modules'))) return folder
  return dirname(folder) === folder ? undefined : nearestPackages(dirname(folder))
}

/** The files that a package names as what others import. */
function entriesOf(folder: string): string[] {
  try {
    const { main, module, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >
    return textsIn([main, module, exports]).filter((entry) => !entry.includes('*'))
  } catch {
    // A folder without a package, or with one that is not for us to mend.
    return []
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((part) => textsIn(part)) : []
}
