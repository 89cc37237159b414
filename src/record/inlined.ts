/** Anything of a resolved Vitest config that says which packages go through the transform. */
interface InlineConfig {
  readonly server?: { readonly deps?: { readonly inline?: true | readonly (string | RegExp)[] | undefined } }
}

const PACKAGES = '/node_modules/'

/**
 * Whether a file of a package is user code because `server.deps.inline` names it: a name of a package, or a pattern
 * for the whole path, as Vitest reads it. Others pass the transform too (the client of Vite, TypeScript in packages).
 */
export function isInlined(file: string, { server }: InlineConfig): boolean {
  const inline = server?.deps?.inline
  if (inline === undefined) return false
  if (inline === true) return true
  return inline.some((pattern) =>
    typeof pattern === 'string' ? file.includes(`${PACKAGES}${pattern}/`) : new RegExp(pattern).test(file),
  )
}
