const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!)
}

export class Raw {
  readonly html: string

  constructor(html: string) {
    this.html = html
  }
}

export const raw = (html: string): Raw => new Raw(html)

/** A template tag that escapes what is put in, unless it is `raw`. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Raw {
  let out = strings[0]!
  for (let index = 0; index < values.length; index++) out += renderValue(values[index]) + strings[index + 1]!
  return new Raw(out)
}

function renderValue(value: unknown): string {
  if (value instanceof Raw) return value.html
  if (Array.isArray(value)) return value.map(renderValue).join('')
  if (value === undefined || value === null || value === false) return ''
  return escapeHtml(String(value))
}
