/** The name of a file as part of a URL: in one, `#`, `%` and `?` are more than letters. Slashes stay. */
export function urlOfName(name: string): string {
  return encodeURI(name).replaceAll(/[#?]/g, encodeURIComponent)
}
