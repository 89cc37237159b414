import { formatCount } from '../../report/index.ts'
import { pieces, type Cell, type Document, type Piece, type Section, type SourceRef } from './document.ts'
import { markdownCode, markdownSentence, shortName } from './escape.ts'

/** What one comment on GitHub can hold. */
export const COMMENT_LENGTH = 65_536

export interface MarkdownOptions {
  /** Address of a place in the source, where there is one. */
  readonly link?: (source: SourceRef) => string | undefined
  /** @default 65536 characters */
  readonly maxLength?: number
  /** Put in front as it is; a hidden marker by which a comment is found again. */
  readonly marker?: string
}

/** Sentences may be longer than names. */
const TEXT_LENGTH = 400
const OPEN_ROWS = [15, 10, 6, 3, 1, 0]
const FOLDED_ROWS = [50, 20, 8, 3, 0, 0]
const ICON = { good: '✅', same: '➖', bad: '⚠️' } as const

/** GitHub-flavoured Markdown; rows give way until it fits, those of folded sections first. */
export function renderMarkdown(document: Document, options: MarkdownOptions = {}): string {
  const { maxLength = COMMENT_LENGTH } = options
  for (const [attempt, openRows] of OPEN_ROWS.entries()) {
    const text = renderWith(document, openRows, FOLDED_ROWS[attempt]!, options)
    if (text.length <= maxLength) return text
  }
  return `${renderWith({ ...document, sections: [], notes: [], advice: [] }, 0, 0, options)}\n_The rest is too long for a comment._\n`
}

function renderWith(document: Document, openRows: number, foldedRows: number, options: MarkdownOptions): string {
  const { headline, tone, notes, sections, advice, footer } = document
  const render = (cell: Cell): string => renderCell(cell, options)
  const parts = [
    ...(options.marker === undefined ? [] : [options.marker]),
    `### ${ICON[tone]} ${headline}`,
    ...(notes.length === 0 ? [] : [list(notes.slice(0, openRows + 1), render)]),
    ...sections.filter(({ folded }) => !folded).map((section) => renderSection(section, openRows, render)),
    ...(advice.length === 0 ? [] : ['**What to do**', list(advice, render)]),
    ...sections.filter(({ folded }) => folded).map((section) => renderSection(section, foldedRows, render)),
    ...(footer === '' ? [] : [`<sub>${render(footer)}</sub>`]),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function renderSection(
  { title, folded, isEssential, columns, rows }: Section,
  limit: number,
  render: (cell: Cell) => string,
): string {
  const shown = isEssential === true ? rows : rows.slice(0, limit)
  if (shown.length === 0) return folded ? '' : `**${title}**`
  const lines = [
    tableRow(columns.map((column) => column.title)),
    tableRow(columns.map(({ align }) => (align === 'right' ? '--:' : '---'))),
    ...shown.map((row) => tableRow(row.map(render))),
  ]
  const left = rows.length - shown.length
  const more = left > 0 ? `\n\nand ${formatCount(left)} more` : ''
  const table = `${lines.join('\n')}${more}`
  return folded
    ? `<details><summary>${title}</summary>\n\n${table}\n\n</details>`
    : isEssential === true
      ? table
      : `**${title}**\n\n${table}`
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function list(items: readonly Cell[], render: (cell: Cell) => string): string {
  return items.map((item) => `- ${render(item)}`).join('\n')
}

function renderCell(cell: Cell, { link }: MarkdownOptions): string {
  return pieces(cell)
    .map((piece: Piece) => {
      if (typeof piece === 'string') return piece
      if ('strong' in piece) return `**${piece.strong}**`
      if ('code' in piece) return markdownCode(piece.code)
      if ('text' in piece) return markdownSentence(shortName(piece.text, TEXT_LENGTH))
      const address = link?.(piece.source)
      const name = markdownCode(piece.source.name)
      return address === undefined ? name : `[${name}](<${address}>)`
    })
    .join('')
}

export interface GithubPlace {
  /** `https://github.com` */
  readonly server: string
  /** `owner/name` */
  readonly repository: string
  readonly sha: string
}

/** Links to lines of a commit on GitHub. Nothing of a path can leave the address. */
export function githubLink({ server, repository, sha }: GithubPlace): (source: SourceRef) => string | undefined {
  return ({ module, line }) => {
    if (shortName(module, module.length) !== module || module.startsWith('../') || module === '') return undefined
    const path = module.split('/').map(encodeURIComponent).join('/')
    return `${server}/${repository}/blob/${encodeURIComponent(sha)}/${path}${line === 0 ? '' : `#L${line}`}`
  }
}
