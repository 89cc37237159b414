/** Finds `token` in `code` from `from` on, over comments. Only for places where no string can stand. */
export function findToken(code: string, token: string, from: number, until: number): number {
  let i = from
  while (i < until) {
    if (code.startsWith('/*', i)) {
      const end = code.indexOf('*/', i + 2)
      if (end === -1) return -1
      i = end + 2
    } else if (code.startsWith('//', i)) {
      while (i < until && !isLineEnd(code.charCodeAt(i))) i++
    } else if (code.startsWith(token, i)) {
      return i
    } else {
      i++
    }
  }
  return -1
}

function isLineEnd(unit: number): boolean {
  return unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029
}
