import { h } from './dom.ts'
import type { PageMap } from './page-map.ts'

/** A map in a frame, with its title, its buttons and a place for a count. */
export function mapCard(title: string, map: PageMap): { element: HTMLElement; count: HTMLElement } {
  const count = h('span', { class: 'count' })
  const button = (label: string, text: string, run: () => void): HTMLElement =>
    h('button', { type: 'button', class: 'icon', 'aria-label': `${label}: ${title}`, title: label, click: run }, text)
  const element = h(
    'section',
    { class: 'card map-card', 'aria-label': title },
    h(
      'header',
      { class: 'card-head' },
      h('h2', {}, title),
      count,
      h(
        'span',
        { class: 'tools' },
        button('Zoom out', '−', () => map.view.zoomOut()),
        button('Zoom in', '+', () => map.view.zoomIn()),
        button('Fit', '⤢', () => map.view.fit()),
      ),
    ),
    h('div', { class: 'map-frame' }, map.view.element),
  )
  return { element, count }
}
