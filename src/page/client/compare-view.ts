import type { ChangeData } from '../page-data.ts'
import type { App, View } from './app.ts'
import { h } from './dom.ts'
import { mapCard } from './map-card.ts'
import { PageMap } from './page-map.ts'
import { PHASE_TITLES, type Side } from './side.ts'
import { Tooltip } from './tooltip.ts'
import { bytes, number, plural, visible } from './units.ts'
import { VirtualTable } from './virtual-table.ts'

const KINDS: Readonly<Record<ChangeData['kind'], string>> = {
  entered: 'came into start-up',
  left: 'left start-up',
  moved: 'moved to another phase',
  new: 'new',
  gone: 'gone',
  renamed: 'renamed or moved file',
  size: 'changed in size',
  calls: 'called more or less often',
}

/** Two recordings: pages of each phase, both maps, and every change. */
export function compareView(app: App, base: Side, changes: readonly ChangeData[]): View {
  const { side: head } = app
  const tooltip = new Tooltip()
  const numberOf = new Map(Array.from({ length: head.count }, (_, f) => [head.name(f), f]))
  const makeMap = (side: Side, label: string): PageMap =>
    new PageMap(side, side.packed, {
      label: `Page map of ${label}. Arrow keys choose a page, plus and minus zoom, 0 fits.`,
      byPhase: true,
      aspect: 2.2,
      palette: app.palette,
      onSelect: () => undefined,
      onHover: (page, index, event) => tooltip.show(side, side.packed, page, index, event),
    })
  const baseTitle = `Base: ${visible(base.data.label)}`
  const headTitle = `Head: ${visible(head.data.label)}`
  const maps = { base: makeMap(base, baseTitle), head: makeMap(head, headTitle) }
  const cards = { base: mapCard(baseTitle, maps.base), head: mapCard(headTitle, maps.head) }
  cards.base.count.textContent = plural(base.data.pageCount, 'page')
  cards.head.count.textContent = plural(head.data.pageCount, 'page')

  const phases = h(
    'table',
    { class: 'plain' },
    h('caption', { class: 'visually-hidden' }, 'Pages and bytes of each phase, base and head'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...['phase', 'pages', 'change', 'budget', 'bytes', 'change'].map((title) => h('th', { scope: 'col' }, title)),
      ),
    ),
    h(
      'tbody',
      {},
      ...PHASE_TITLES.map((title, phase) => {
        const before = base.data.phases[phase]!
        const after = head.data.phases[phase]!
        const isOver = after.budget > 0 && after.pages > after.budget
        return h(
          'tr',
          {},
          h('th', { scope: 'row' }, h('i', { class: `dot phase-${phase}`, 'aria-hidden': 'true' }), title),
          h('td', {}, `${number(before.pages)} → ${number(after.pages)}`),
          h('td', { class: trend(before.pages, after.pages) }, signed(after.pages - before.pages, number)),
          h(
            'td',
            { class: isOver ? 'worse' : '' },
            after.budget === 0 ? '' : `${number(after.budget)}${isOver ? ' (over)' : ''}`,
          ),
          h('td', {}, `${bytes(before.bytes)} → ${bytes(after.bytes)}`),
          h('td', { class: trend(before.bytes, after.bytes) }, signed(after.bytes - before.bytes, bytes)),
        )
      }),
    ),
  )

  const names = changes.map(({ name }) => visible(name))
  const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  const kindOrder = Object.keys(KINDS)
  const table = new VirtualTable(
    'ch',
    'Changes',
    [
      {
        title: 'change',
        width: '190px',
        text: (row) => KINDS[changes[row]!.kind],
        compare: (a, b) => kindOrder.indexOf(changes[a]!.kind) - kindOrder.indexOf(changes[b]!.kind),
        className: (row) => `change-${changes[row]!.kind}`,
      },
      {
        title: 'function',
        width: 'minmax(200px, 1fr)',
        text: (row) => names[row]!,
        compare: (a, b) => text(names[a]!, names[b]!),
        className: () => 'mono',
      },
      { title: 'was', width: 'minmax(110px, 0.5fr)', text: (row) => visible(changes[row]!.was) },
      { title: 'is', width: 'minmax(110px, 0.5fr)', text: (row) => visible(changes[row]!.is) },
      {
        title: 'size',
        width: '90px',
        align: 'end',
        text: (row) => bytes(changes[row]!.bytes),
        compare: (a, b) => changes[a]!.bytes - changes[b]!.bytes,
      },
      {
        title: 'call path',
        width: 'minmax(120px, 0.7fr)',
        text: (row) => visible(changes[row]!.path ?? ''),
        className: () => 'mono',
      },
    ],
    (row) => {
      const f = numberOf.get(names[row]!)
      if (f !== undefined) app.openFunction(f)
    },
  )
  const present = Object.entries(KINDS).filter(([kind]) => changes.some((change) => change.kind === kind))
  const chooser = h(
    'select',
    { 'aria-label': 'Kind of change' },
    h('option', { value: '' }, `all changes (${number(changes.length)})`),
    ...present.map(([kind, title]) =>
      h('option', { value: kind }, `${title} (${number(changes.filter((change) => change.kind === kind).length)})`),
    ),
  )
  const update = (): void => {
    table.setRows([...changes.keys()].filter((row) => chooser.value === '' || changes[row]!.kind === chooser.value))
  }
  chooser.addEventListener('change', update)
  update()
  return {
    element: h(
      'div',
      { class: 'compare' },
      h('section', { class: 'card phases', 'aria-label': 'Phases' }, phases),
      h('div', { class: 'maps two' }, cards.base.element, cards.head.element),
      h(
        'section',
        { class: 'card fill changes', 'aria-label': 'Changes' },
        h('div', { class: 'bar' }, chooser),
        table.element,
      ),
      tooltip.element,
    ),
    repaint() {
      maps.base.view.redraw()
      maps.head.view.redraw()
    },
  }
}

function trend(before: number, after: number): string {
  return after > before ? 'worse' : after < before ? 'better' : ''
}

function signed(value: number, format: (value: number) => string): string {
  if (value === 0) return ''
  return `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`
}
