import type { App, View } from './app.ts'
import { h } from './dom.ts'
import { PHASE_TITLES } from './side.ts'
import { bytes, number, plural, time } from './units.ts'
import { VirtualTable } from './virtual-table.ts'

/** All functions: sorted by any column, filtered by text and phase. */
export function functionsView(app: App): View {
  const { side } = app
  const { columns, pageSize } = side.data
  const names = Array.from({ length: side.count }, (_, f) => side.name(f))
  const lower = names.map((name) => name.toLowerCase())
  const page = (f: number): number => Math.floor(side.packed.starts[f]! / pageSize)
  const byText = (a: number, b: number): number => (lower[a]! < lower[b]! ? -1 : lower[a]! > lower[b]! ? 1 : 0)
  const by = (value: (f: number) => number) => (a: number, b: number) => value(a) - value(b)
  const table = new VirtualTable(
    'fn',
    'Functions',
    [
      {
        title: 'function',
        width: 'minmax(220px, 1fr)',
        text: (f) => names[f]!,
        compare: byText,
        className: () => 'mono',
      },
      {
        title: 'phase',
        width: '110px',
        text: (f) => PHASE_TITLES[side.phase[f]!]!,
        compare: by((f) => side.phase[f]!),
        className: (f) => `phase phase-${side.phase[f]!}`,
      },
      {
        title: 'page',
        width: '70px',
        align: 'end',
        text: (f) => number(page(f) + 1),
        compare: by((f) => side.packed.starts[f]!),
        descendingFirst: false,
      },
      {
        title: 'size',
        width: '90px',
        align: 'end',
        text: (f) => bytes(side.size[f]!),
        compare: by((f) => side.size[f]!),
      },
      {
        title: 'calls',
        width: '100px',
        align: 'end',
        text: (f) => number(side.calls[f]!),
        compare: by((f) => side.calls[f]!),
      },
      {
        title: 'first call',
        width: '100px',
        align: 'end',
        text: (f) => time(side.first[f]!),
        compare: by((f) => side.first[f]!),
        isBlank: (f) => side.first[f]! < 0,
        descendingFirst: false,
      },
      {
        title: 'own time',
        width: '100px',
        align: 'end',
        text: (f) => (columns.self[f]! > 0 ? time(columns.self[f]!) : '–'),
        compare: by((f) => columns.self[f]!),
        isBlank: (f) => columns.self[f]! <= 0,
      },
    ],
    (f) => app.openFunction(f),
  )
  const filter = h('input', {
    type: 'search',
    placeholder: 'Filter by name',
    'aria-label': 'Filter functions by name',
    spellcheck: 'false',
  })
  const phase = h(
    'select',
    { 'aria-label': 'Phase' },
    h('option', { value: -1 }, 'all phases'),
    ...PHASE_TITLES.map((title, index) => h('option', { value: index }, title)),
  )
  const count = h('output', { class: 'muted' })
  const update = (): void => {
    const words = filter.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
    const wanted = Number(phase.value)
    const rows: number[] = []
    for (let f = 0; f < side.count; f++) {
      if (wanted !== -1 && side.phase[f] !== wanted) continue
      if (words.every((word) => lower[f]!.includes(word))) rows.push(f)
    }
    table.setRows(rows)
    const total = rows.reduce((sum, f) => sum + side.size[f]!, 0)
    count.textContent = `${plural(rows.length, 'function')}, ${bytes(total)}`
  }
  filter.addEventListener('input', update)
  phase.addEventListener('change', update)
  update()
  table.sort(3, true)
  return {
    element: h(
      'section',
      { class: 'card fill', 'aria-label': 'Functions' },
      h('div', { class: 'bar' }, filter, phase, count),
      table.element,
    ),
  }
}
