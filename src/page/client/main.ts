import type { PageData } from '../page-data.ts'
import type { App, View } from './app.ts'
import { compareView } from './compare-view.ts'
import { h } from './dom.ts'
import { functionsView } from './functions-view.ts'
import { graphView } from './graph-view.ts'
import { pagesView } from './pages-view.ts'
import { readPalette, type Palette } from './palette.ts'
import { openSide, PHASE_TITLES, type Side } from './side.ts'
import { bytes, number, plural, visible } from './units.ts'

interface Tab {
  readonly id: string
  readonly title: string
  readonly make: () => View
}

function start(): void {
  const data = JSON.parse(document.getElementById('data')!.textContent) as PageData
  const side = openSide(data.head)
  let palette: Palette | undefined
  const views = new Map<string, View>()
  let graph: ReturnType<typeof graphView> | undefined
  /** Whether the function that is shown next was asked for: then what is read and typed goes on there. */
  let isOpening = false
  let graphFunction = Math.max(0, side.first.indexOf(Math.min(...firstRuns(side))))

  const app: App = {
    side,
    palette: () => (palette ??= readPalette()),
    openFunction(index) {
      graphFunction = index
      isOpening = true
      const hash = `#graph/${index}`
      if (location.hash === hash) route()
      else location.hash = hash
    },
  }
  const tabs: Tab[] = [
    { id: 'pages', title: 'Pages', make: () => pagesView(app) },
    { id: 'functions', title: 'Functions', make: () => functionsView(app) },
    { id: 'graph', title: 'Call graph', make: () => (graph = graphView(app)) },
  ]
  if (data.base !== undefined) {
    const base = openSide(data.base)
    tabs.push({ id: 'compare', title: 'Comparison', make: () => compareView(app, base, data.changes ?? []) })
  }

  const panel = h('div', { role: 'tabpanel', id: 'panel', class: 'panel', tabindex: -1 })
  const buttons = tabs.map(({ id, title }) =>
    h(
      'button',
      { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': 'panel', click: () => (location.hash = id) },
      title,
    ),
  )
  const tabList = h('div', { role: 'tablist', class: 'tabs', 'aria-label': 'Views' }, ...buttons)
  tabList.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const targets: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }
    const target = targets[event.key]
    if (at === -1 || target === undefined) return
    event.preventDefault()
    const next = buttons.at(target % buttons.length)!
    next.focus()
    next.click()
  })

  function route(): void {
    const [id, detail] = location.hash.slice(1).split('/')
    const index = Math.max(
      0,
      tabs.findIndex((tab) => tab.id === id),
    )
    const tab = tabs[index]!
    let view = views.get(tab.id)
    if (view === undefined) views.set(tab.id, (view = tab.make()))
    buttons.forEach((button, at) => {
      button.setAttribute('aria-selected', String(at === index))
      button.tabIndex = at === index ? 0 : -1
    })
    panel.setAttribute('aria-labelledby', `tab-${tab.id}`)
    const hadFocus = panel.contains(document.activeElement)
    if (panel.firstChild !== view.element) panel.replaceChildren(view.element)
    if (tab.id === 'graph' && side.count > 0) {
      const wanted = Number(detail)
      if (detail !== undefined && Number.isInteger(wanted) && wanted >= 0 && wanted < side.count) graphFunction = wanted
      graph!.show(graphFunction)
      if (isOpening) graph!.focus()
    }
    isOpening = false
    // The view with the focus has gone, for example by the browser's way back.
    if (hadFocus && !panel.contains(document.activeElement)) panel.focus()
  }

  const repaint = (): void => {
    palette = undefined
    for (const view of views.values()) view.repaint?.()
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint)
  document.getElementById('app')!.append(head(data, repaint), h('main', {}, tabList, panel))
  window.addEventListener('hashchange', route)
  route()
  document.documentElement.dataset['ready'] = 'true'
}

function firstRuns(side: Side): number[] {
  let least = Infinity
  for (const first of side.first) if (first >= 0 && first < least) least = first
  return [least]
}

function head(data: PageData, repaint: () => void): HTMLElement {
  const { head: side } = data
  const theme = h(
    'select',
    { 'aria-label': 'Colours', class: 'theme' },
    ...['system', 'light', 'dark'].map((name) => h('option', { value: name }, name)),
  )
  theme.addEventListener('change', () => {
    document.documentElement.dataset['theme'] = theme.value
    repaint()
  })
  const total = side.phases.reduce((sum, phase) => sum + phase.bytes, 0)
  const tiles = side.phases.map(({ pages, budget, bytes: size, functions }, phase) => {
    const isOver = budget > 0 && pages > budget
    return h(
      'div',
      { class: `tile phase-${phase}${isOver ? ' over' : ''}` },
      h('span', { class: 'tile-title' }, PHASE_TITLES[phase]!),
      h(
        'span',
        { class: 'tile-number' },
        number(pages),
        h(
          'small',
          {},
          budget > 0 ? ` of ${number(budget)} pages${isOver ? ', over' : ''}` : pages === 1 ? ' page' : ' pages',
        ),
      ),
      h('span', { class: 'muted' }, `${plural(functions, 'function')}, ${bytes(size)}`),
    )
  })
  const notes = side.complete
    ? []
    : [
        h(
          'p',
          { class: 'note', role: 'status' },
          `This recording is incomplete. ${side.problems.map(visible).join('; ')}`,
        ),
      ]
  return h(
    'header',
    { class: 'top' },
    h(
      'div',
      { class: 'title' },
      h('h1', {}, visible(data.title)),
      h(
        'p',
        { class: 'muted' },
        `${visible(side.label)} · ${plural(
          side.phases.reduce((sum, phase) => sum + phase.functions, 0),
          'function',
        )} · ${bytes(total)} on ${plural(side.pageCount, 'page')} of ${side.pageSize / 1024} KB`,
      ),
      theme,
    ),
    h('div', { class: 'tiles' }, ...tiles),
    ...notes,
  )
}

start()
