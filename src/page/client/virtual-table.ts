import { h, perFrame } from './dom.ts'

export interface TableColumn {
  readonly title: string
  /** `end` for numbers. */
  readonly align?: 'end'
  /** Track of a grid: `1fr`, `90px`. */
  readonly width: string
  readonly text: (row: number) => string
  /** Puts the largest first when chosen; absent: not sortable. */
  readonly compare?: (a: number, b: number) => number
  /** Rows that have nothing in this column: sorted by it they come last, whichever way. */
  readonly isBlank?: (row: number) => boolean
  /** Class of the cell. */
  readonly className?: (row: number) => string
  readonly descendingFirst?: boolean
}

const ROW_HEIGHT = 30
const OVERSCAN = 6

/** A table of any length: only the rows in view are elements. Rows are numbers that mean something to the caller. */
export class VirtualTable {
  readonly element: HTMLElement
  readonly #columns: readonly TableColumn[]
  readonly #onOpen: (row: number) => void
  readonly #body: HTMLElement
  readonly #scroller: HTMLElement
  readonly #headers: HTMLElement[]
  readonly #tracks: string
  readonly #id: string
  readonly #schedule: () => void
  #rows: number[] = []
  #sortColumn = -1
  #isDescending = false
  #active = 0

  constructor(id: string, label: string, columns: readonly TableColumn[], onOpen: (row: number) => void) {
    this.#id = id
    this.#columns = columns
    this.#onOpen = onOpen
    this.#tracks = columns.map(({ width }) => width).join(' ')
    this.#headers = columns.map((column, index) =>
      h(
        'div',
        {
          role: 'columnheader',
          class: column.align === 'end' ? 'cell end' : 'cell',
          'aria-sort': column.compare && 'none',
        },
        column.compare === undefined
          ? h('span', {}, column.title)
          : h('button', { type: 'button', class: 'sort', click: () => this.sort(index) }, column.title),
      ),
    )
    const head = h('div', { role: 'row', class: 'row head', 'aria-rowindex': 1 }, ...this.#headers)
    head.style.gridTemplateColumns = this.#tracks
    this.#body = h('div', { role: 'rowgroup', class: 'rows' })
    this.#scroller = h(
      'div',
      {
        role: 'grid',
        class: 'table',
        tabindex: 0,
        'aria-label': label,
        'aria-colcount': columns.length,
        keydown: (event: KeyboardEvent) => this.#key(event),
        scroll: () => this.#schedule(),
      },
      h('div', { role: 'rowgroup', class: 'heads' }, head),
      this.#body,
    )
    this.#schedule = perFrame(() => this.#draw())
    this.element = this.#scroller
    new ResizeObserver(() => this.#schedule()).observe(this.#scroller)
  }

  /** Shows these rows, sorted as chosen before. */
  setRows(rows: readonly number[]): void {
    this.#rows = [...rows]
    this.#active = 0
    this.#scroller.scrollTop = 0
    this.#scroller.setAttribute('aria-rowcount', String(rows.length + 1))
    this.#applySort()
  }

  sort(column: number, descending?: boolean): void {
    const { descendingFirst = this.#columns[column]!.align === 'end' } = this.#columns[column]!
    this.#isDescending = descending ?? (this.#sortColumn === column ? !this.#isDescending : descendingFirst)
    this.#sortColumn = column
    this.#headers.forEach((header, index) => {
      if (this.#columns[index]!.compare === undefined) return
      const direction = this.#isDescending ? 'descending' : 'ascending'
      header.setAttribute('aria-sort', index === column ? direction : 'none')
    })
    this.#applySort()
  }

  #applySort(): void {
    const { compare, isBlank } = this.#columns[this.#sortColumn] ?? {}
    if (compare !== undefined) {
      const sign = this.#isDescending ? -1 : 1
      const last = (row: number): number => Number(isBlank?.(row) === true)
      this.#rows.sort((a, b) => last(a) - last(b) || sign * compare(a, b) || a - b)
    }
    this.#body.style.height = `${this.#rows.length * ROW_HEIGHT}px`
    this.#draw()
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.#scroller
    const from = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - OVERSCAN)
    const to = Math.min(this.#rows.length, Math.ceil((scrollTop + clientHeight) / ROW_HEIGHT) + OVERSCAN)
    const rows: HTMLElement[] = []
    for (let at = from; at < to; at++) rows.push(this.#row(at))
    if (this.#rows.length === 0) rows.push(h('p', { class: 'empty' }, 'Nothing matches.'))
    this.#body.replaceChildren(...rows)
    if (this.#rows.length === 0) this.#scroller.removeAttribute('aria-activedescendant')
    else this.#scroller.setAttribute('aria-activedescendant', `${this.#id}-${this.#active}`)
  }

  #row(at: number): HTMLElement {
    const row = this.#rows[at]!
    const element = h(
      'div',
      {
        role: 'row',
        id: `${this.#id}-${at}`,
        class: 'row',
        'aria-rowindex': at + 2,
        'aria-selected': at === this.#active ? 'true' : 'false',
        click: () => {
          this.#active = at
          this.#onOpen(row)
        },
      },
      ...this.#columns.map(({ align, text, className }) => {
        const value = text(row)
        const classes = `cell${align === 'end' ? ' end' : ''} ${className?.(row) ?? ''}`.trim()
        return h('div', { role: 'gridcell', class: classes, title: align === 'end' ? undefined : value }, value)
      }),
    )
    element.style.gridTemplateColumns = this.#tracks
    element.style.transform = `translateY(${at * ROW_HEIGHT}px)`
    return element
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.#scroller) return
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / ROW_HEIGHT) - 2)
    const last = this.#rows.length - 1
    const moves: Record<string, number> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: last,
    }
    const target = moves[event.key]
    if (target !== undefined) {
      this.#active = Math.max(0, Math.min(last, target))
      this.#reveal()
      event.preventDefault()
    } else if ((event.key === 'Enter' || event.key === ' ') && this.#rows[this.#active] !== undefined) {
      this.#onOpen(this.#rows[this.#active]!)
      event.preventDefault()
    }
  }

  #reveal(): void {
    const head = ROW_HEIGHT
    const top = this.#active * ROW_HEIGHT
    const { scrollTop, clientHeight } = this.#scroller
    if (top < scrollTop) this.#scroller.scrollTop = top
    else if (top + ROW_HEIGHT > scrollTop + clientHeight - head)
      this.#scroller.scrollTop = top + ROW_HEIGHT - clientHeight + head
    this.#draw()
  }
}
