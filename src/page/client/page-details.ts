import { h } from './dom.ts'
import { functionsOn, PHASE_TITLES, type Arrangement, type Side } from './side.ts'
import { bytes, number, plural } from './units.ts'

const MAX_LISTED = 300

/** The functions of one page, for reading and for the keyboard. */
export class PageDetails {
  readonly element: HTMLElement
  readonly #title = h('h2', {}, 'Page')
  readonly #summary = h(
    'p',
    { class: 'muted', 'aria-live': 'polite' },
    'Choose a page: click it, or use the arrow keys on a map.',
  )
  readonly #list = h('ul', { class: 'function-list' })
  readonly #openFunction: (index: number) => void

  constructor(openFunction: (index: number) => void) {
    this.#openFunction = openFunction
    this.element = h(
      'section',
      { class: 'card details', 'aria-label': 'Chosen page' },
      this.#title,
      this.#summary,
      this.#list,
    )
  }

  show(side: Side, arrangement: Arrangement, page: number): void {
    const functions = functionsOn(arrangement, side.size, page)
    const from = page * arrangement.pageSize
    const used = functions.reduce((sum, f) => {
      const start = Math.max(from, arrangement.starts[f]!)
      return sum + Math.max(0, Math.min(from + arrangement.pageSize, arrangement.starts[f]! + side.size[f]!) - start)
    }, 0)
    const phases = [...new Set(functions.map((f) => PHASE_TITLES[side.phase[f]!]!))]
    this.#title.textContent = `Page ${page + 1}, ${arrangement.title}`
    this.#summary.textContent = `${phases.join(', ')}: ${plural(functions.length, 'function')}, ${bytes(used)} of ${bytes(arrangement.pageSize)} (${Math.round((used / arrangement.pageSize) * 100)} %)`
    this.#list.replaceChildren(
      ...functions.slice(0, MAX_LISTED).map((f) =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'function', click: () => this.#openFunction(f) },
            h('i', { class: `dot phase-${side.phase[f]!}`, 'aria-hidden': 'true' }),
            // The folder gives way: the file and the function say more.
            h('span', { class: 'name', title: side.name(f) }, side.name(f).replace(/^[^:]*\//, '')),
            h('span', { class: 'muted' }, bytes(side.size[f]!)),
          ),
        ),
      ),
      functions.length > MAX_LISTED
        ? h('li', { class: 'muted' }, `and ${number(functions.length - MAX_LISTED)} more`)
        : '',
    )
  }
}
