const KIB = 1024
const count = new Intl.NumberFormat('en')

export function bytes(value: number): string {
  if (value < KIB) return `${value} B`
  if (value < KIB * KIB) return `${(value / KIB).toFixed(1)} KB`
  return `${(value / KIB / KIB).toFixed(1)} MB`
}

export function number(value: number): string {
  return count.format(value)
}

export function time(us: number): string {
  if (us < 0) return '–'
  if (us < 1000) return `${us} µs`
  return us < 1_000_000 ? `${(us / 1000).toFixed(us < 10_000 ? 2 : 1)} ms` : `${(us / 1e6).toFixed(2)} s`
}

export function plural(value: number, one: string): string {
  return `${number(value)} ${one}${value === 1 ? '' : 's'}`
}

/* oxlint-disable no-control-regex -- control characters are what it looks for */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** Names come from people's code: what turns text around or hides in it is shown as an escape. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
