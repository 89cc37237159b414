const MONTHS = 'January February March April May June July August September October November December'.split(' ')

export function formatDate(date: Date, format: 'iso' | 'long'): string {
  return format === 'iso' ? isoDate(date) : longDate(date)
}

export function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function longDate(date: Date): string {
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}
