import { formatCount, formatTable, plain, type Paint } from '../../report/index.ts'
import { pieces, type Cell, type Document, type Section } from './document.ts'
import { shortName, visible } from './escape.ts'

export interface TextOptions {
  readonly paint?: Paint
  /** Rows of an open section; folded ones show their title only, unless `all`. @default 10 */
  readonly rows?: number
  /** Everything, nothing folded. */
  readonly all?: boolean
}

const TONE = { good: 'green', same: 'bold', bad: 'red' } as const

/** Text for a terminal. */
export function renderText(document: Document, options: TextOptions = {}): string {
  const { paint = plain, rows = 10, all = false } = options
  const { headline, tone, notes, sections, advice, footer } = document
  const blocks = [
    [paint(TONE[tone], headline)],
    notes.map((note) => `! ${cellText(note)}`),
    ...sections
      .filter(({ folded }) => !folded || all)
      .map((section) => sectionLines(section, all ? Infinity : rows, paint)),
    advice.length === 0 ? [] : [paint('bold', 'What to do'), ...advice.map((item) => `- ${cellText(item)}`)],
    all ? [] : sections.filter(({ folded }) => folded).map(({ title }) => paint('dim', `+ ${title}`)),
    footer === '' ? [] : [paint('dim', cellText(footer))],
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function sectionLines({ title, isEssential, columns, rows }: Section, limit: number, paint: Paint): string[] {
  const shown = isEssential === true ? rows : rows.slice(0, limit)
  const table = formatTable(
    columns,
    shown.map((row) => row.map(cellText)),
    paint,
  )
  const left = rows.length - shown.length
  return [
    ...(isEssential === true ? [] : [paint('bold', title)]),
    ...table,
    ...(left > 0 ? [`and ${formatCount(left)} more (--all shows them)`] : []),
  ]
}

function cellText(cell: Cell): string {
  return pieces(cell)
    .map((piece) => {
      // Our own words are Markdown.
      if (typeof piece === 'string') return piece.replaceAll('`', '')
      if ('strong' in piece) return piece.strong
      if ('text' in piece) return visible(piece.text)
      return shortName('code' in piece ? piece.code : piece.source.name)
    })
    .join('')
}
