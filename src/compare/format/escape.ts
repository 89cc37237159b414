/** Length to which names are shortened: a comment holds many of them. */
const NAME_LENGTH = 120

/* oxlint-disable no-control-regex -- control characters are what it looks for */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * Makes characters visible that steer a terminal, turn the direction of text or cannot be seen: `\x1b` becomes `\u001b`.
 * Names come from people's code and may hold anything.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Visible, and at most 120 characters: the middle goes. */
export function shortName(text: string, length: number = NAME_LENGTH): string {
  // Only the ends of a very long name can be shown: the rest is not worth looking at.
  const ends = text.length > 4 * length ? text.slice(0, 2 * length) + text.slice(-2 * length) : text
  const characters = Array.from(visible(ends))
  if (characters.length <= length) return characters.join('')
  const head = Math.ceil((length - 1) / 3)
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (length - 1 - head)).join('')}`
}

/** Text that HTML shows as it is, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/**
 * Text that Markdown shows as it is, in a table too. Every mark that could mean something becomes a character reference,
 * which Markdown never takes for markup (CommonMark 6.2).
 */
export function escapeMarkdown(text: string): string {
  return visible(text).replace(
    /[&<>"'|`*_~[\]\\#@!$^{}]|:(?=\S)|(?<=www)\./gi,
    (character) => `&#${character.charCodeAt(0)};`,
  )
}

/**
 * A sentence that may quote foreign text. What would call people or name issues stands in code type: GitHub looks for both
 * after Markdown, where character references are gone.
 */
export function markdownSentence(text: string): string {
  return text
    .split(/([@#][\w/-]+)/)
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeMarkdown(part)}</code>` : escapeMarkdown(part)))
    .join('')
}

/** A name in Markdown's code type; a code span where the name allows one, so that the source reads well too. */
export function markdownCode(name: string): string {
  const text = shortName(name)
  const isPlain = text.trim() === text && text !== '' && !/[`|\\]/.test(text)
  return isPlain ? `\`${text}\`` : `<code>${escapeMarkdown(text)}</code>`
}
