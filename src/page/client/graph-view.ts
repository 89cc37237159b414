import type { App, View } from './app.ts'
import { h, svg } from './dom.ts'
import { PHASE_TITLES } from './side.ts'
import { bytes, number, plural, time } from './units.ts'

const SHOWN = 14
const MAX_MATCHES = 12

export interface GraphView extends View {
  show(index: number): void
  /** Goes to the function that is shown. */
  focus(): void
}

/** One function with its callers and callees; every neighbour is a way on. */
export function graphView(app: App): GraphView {
  const { side } = app
  const search = h('input', {
    type: 'search',
    placeholder: 'Find a function',
    'aria-label': 'Find a function',
    spellcheck: 'false',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': 'matches',
  })
  const matches = h('ul', { id: 'matches', class: 'matches', role: 'listbox', hidden: true })
  const path = h('nav', { class: 'call-path', 'aria-label': 'Shortest path of calls from outside' })
  const stage = h('div', { class: 'graph' })
  if (side.count === 0) stage.append(h('p', { class: 'muted none' }, 'This recording has no functions.'))
  const live = h('p', { class: 'visually-hidden', 'aria-live': 'polite' })
  const lower: string[] = []
  let shown = -1
  let parents: Int32Array | undefined

  function node(index: number, detail: string): HTMLElement {
    return h(
      'button',
      { type: 'button', class: `node phase-${side.phase[index]!}`, click: () => app.openFunction(index) },
      h('span', { class: 'name', title: side.name(index) }, side.name(index)),
      h('span', { class: 'muted' }, detail),
    )
  }

  function column(
    title: string,
    list: readonly { index: number; count: number }[],
    outside: number,
    limit: number,
  ): HTMLElement {
    const items = list
      .slice(0, limit)
      .map(({ index, count }) => h('li', { 'data-count': count }, node(index, `${number(count)} ×`)))
    if (outside > 0) {
      items.push(
        h(
          'li',
          { 'data-count': outside },
          h(
            'span',
            { class: 'node outside' },
            h('span', {}, 'outside: a test, a timer, a job'),
            h('span', { class: 'muted' }, `${number(outside)} ×`),
          ),
        ),
      )
    }
    const left = list.length - limit
    return h(
      'div',
      { class: 'graph-column' },
      h('h2', { class: 'column-title' }, `${title} (${number(list.length)})`),
      h('ul', {}, ...items),
      left > 0
        ? h('button', { type: 'button', class: 'more', click: () => draw(Infinity) }, `${number(left)} more`)
        : undefined,
      list.length === 0 && outside <= 0 ? h('p', { class: 'muted' }, 'none recorded') : undefined,
    )
  }

  function focus(): void {
    stage.querySelector<HTMLElement>('.centre h2')?.focus()
  }

  function draw(limit: number): void {
    const { columns } = side.data
    const hadFocus = stage.contains(document.activeElement)
    const callers = side.callers(shown)
    const callees = side.callees(shown)
    const fromCallers = callers.reduce((sum, { count }) => sum + count, 0)
    const facts: [string, string][] = [
      ['phase', PHASE_TITLES[side.phase[shown]!]!],
      ['page', number(Math.floor(side.packed.starts[shown]! / side.data.pageSize) + 1)],
      ['size', bytes(side.size[shown]!)],
      ['calls', number(side.calls[shown]!)],
      ['first call', time(side.first[shown]!)],
      ['own time', columns.self[shown]! > 0 ? time(columns.self[shown]!) : '–'],
      ['line', number(columns.line[shown]!)],
    ]
    const centre = h(
      'div',
      { class: `centre phase-${side.phase[shown]!}` },
      h('h2', { tabindex: -1 }, side.name(shown)),
      h('dl', {}, ...facts.flatMap(([term, value]) => [h('dt', {}, term), h('dd', {}, value)])),
    )
    const left = column('called by', callers, side.calls[shown]! - fromCallers, limit)
    const right = column('calls', callees, 0, limit)
    const wires = svg('svg', { class: 'wires', 'aria-hidden': 'true' })
    stage.replaceChildren(
      wires as unknown as HTMLElement,
      left,
      h('div', { class: 'graph-column middle' }, centre),
      right,
    )
    if (hadFocus) focus()
    requestAnimationFrame(() => connect(wires, left, centre, right))
    live.textContent = `${side.name(shown)}: called by ${plural(callers.length, 'function')}, calls ${plural(callees.length, 'function')}`
  }

  /** Wires as thick as their share of calls. */
  function connect(wires: SVGElement, left: HTMLElement, centre: HTMLElement, right: HTMLElement): void {
    const box = stage.getBoundingClientRect()
    const middle = centre.getBoundingClientRect()
    wires.replaceChildren()
    for (const [list, isLeft] of [
      [left, true],
      [right, false],
    ] as const) {
      const items = [...list.querySelectorAll<HTMLElement>('li')]
      const total = items.reduce((sum, item) => sum + Number(item.dataset['count']), 0)
      items.forEach((item, index) => {
        const { top, height, left: itemLeft, right: itemRight } = item.getBoundingClientRect()
        const x1 = (isLeft ? itemRight : middle.right) - box.left
        const x2 = (isLeft ? middle.left : itemLeft) - box.left
        const far = top + height / 2 - box.top
        const near = middle.top - box.top + (middle.height * (index + 1)) / (items.length + 1)
        const [y1, y2] = isLeft ? [far, near] : [near, far]
        const bend = (x2 - x1) / 2
        wires.append(
          svg('path', {
            d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
            'stroke-width': Math.max(1, Math.min(10, (10 * Number(item.dataset['count'])) / total)),
          }),
        )
      })
    }
  }

  function drawPath(): void {
    parents ??= pathsFromOutside()
    const steps: number[] = []
    for (let at = shown; at >= 0; at = parents[at]!) steps.unshift(at)
    path.replaceChildren(
      h(
        'span',
        { class: 'muted' },
        steps.length > 1 ? 'reached by ' : side.calls[shown]! > 0 ? 'called from outside' : 'never ran',
      ),
      ...(steps.length > 1
        ? steps.flatMap((index, position) => [
            position === 0 ? '' : ' → ',
            h(
              'button',
              {
                type: 'button',
                class: 'link',
                'aria-current': index === shown ? 'true' : undefined,
                click: () => app.openFunction(index),
              },
              side.name(index),
            ),
          ])
        : []),
    )
  }

  function pathsFromOutside(): Int32Array {
    const { edgeStart, edgeTo, edgeCount } = side.data
    const incoming = new Float64Array(side.count)
    for (let f = 0; f < side.count; f++) {
      for (let e = edgeStart[f]!; e < edgeStart[f + 1]!; e++)
        if (edgeTo[e] !== f) incoming[edgeTo[e]!]! += edgeCount[e]!
    }
    const result = new Int32Array(side.count).fill(-2)
    const queue = [...result.keys()]
      .filter((f) => side.calls[f]! > incoming[f]!)
      .sort((a, b) => side.first[a]! - side.first[b]! || a - b)
    for (const root of queue) result[root] = -1
    for (const f of queue) {
      for (let e = edgeStart[f]!; e < edgeStart[f + 1]!; e++) {
        const to = edgeTo[e]!
        if (result[to] !== -2) continue
        result[to] = f
        queue.push(to)
      }
    }
    return result
  }

  function find(): void {
    if (lower.length === 0) for (let f = 0; f < side.count; f++) lower.push(side.name(f).toLowerCase())
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
    const found: number[] = []
    for (let f = 0; f < side.count && words.length > 0 && found.length < MAX_MATCHES; f++) {
      if (words.every((word) => lower[f]!.includes(word))) found.push(f)
    }
    matches.hidden = found.length === 0
    search.setAttribute('aria-expanded', String(found.length > 0))
    matches.replaceChildren(
      ...found.map((f) =>
        h('li', { role: 'option' }, h('button', { type: 'button', class: 'link', click: () => pick(f) }, side.name(f))),
      ),
    )
  }

  function pick(index: number): void {
    matches.hidden = true
    search.setAttribute('aria-expanded', 'false')
    search.value = ''
    app.openFunction(index)
  }
  search.addEventListener('input', find)
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') matches.hidden = true
    if (event.key === 'Enter') matches.querySelector('button')?.click()
    if (event.key === 'ArrowDown') matches.querySelector('button')?.focus()
  })
  matches.addEventListener('keydown', (event) => {
    const item = (event.target as HTMLElement).closest('li')
    const next =
      event.key === 'ArrowDown'
        ? item?.nextElementSibling
        : event.key === 'ArrowUp'
          ? item?.previousElementSibling
          : undefined
    if (next === undefined) return
    event.preventDefault()
    ;(next?.querySelector('button') ?? search).focus()
  })
  const redrawWires = (): void => {
    if (shown >= 0 && stage.isConnected) draw(SHOWN)
  }
  window.addEventListener('resize', redrawWires)
  return {
    element: h(
      'section',
      { class: 'card fill', 'aria-label': 'Call graph' },
      h('div', { class: 'bar' }, h('div', { class: 'search' }, search, matches)),
      path,
      stage,
      live,
    ),
    show(index) {
      shown = index
      draw(SHOWN)
      drawPath()
    },
    focus,
  }
}
