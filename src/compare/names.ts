/** Splits `src/app.ts:App.render` at its first colon; a name without one has no module. */
export function splitModulePath(name: string): { module: string; path: string } {
  const colon = name.indexOf(':')
  return colon === -1 ? { module: '', path: name } : { module: name.slice(0, colon), path: name.slice(colon + 1) }
}
