const KIB = 1024

/** `812 B`, `6.1 KB`, `1.4 MB`; a KB is 1024 bytes, as pages are counted. */
export function formatBytes(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`
  if (bytes < KIB * KIB) return `${(bytes / KIB).toFixed(1)} KB`
  return `${(bytes / KIB / KIB).toFixed(1)} MB`
}

/** `17` or `1,234,567`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `83 %`, from a share of 1. */
export function formatShare(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** `-37 %` going from one number to another; `0 %` from nothing. */
export function formatChange(from: number, to: number): string {
  if (from === 0 || from === to) return '0 %'
  const percent = ((to - from) / from) * 100
  const digits = Math.abs(percent) < 1 ? 1 : 0
  return `${percent > 0 ? '+' : ''}${percent.toFixed(digits)} %`
}

/** `1 page`, `2 pages`. */
export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
