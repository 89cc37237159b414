import { h } from './dom.ts'
import { PHASE_TITLES, type Arrangement, type Side } from './side.ts'
import { bytes, number, plural } from './units.ts'

/** A box beside the pointer. Everything it says is in the panels too, for those who use no pointer. */
export class Tooltip {
  readonly element: HTMLElement = h('div', { class: 'tooltip', 'aria-hidden': 'true', hidden: true })

  show(side: Side, { pageSize }: Arrangement, page: number, index: number, event: PointerEvent | undefined): void {
    if (page === -1 || event === undefined) {
      this.element.hidden = true
      return
    }
    const lines =
      index === -1
        ? [h('strong', {}, `Page ${page + 1}`), h('span', {}, 'no code here')]
        : [
            h('strong', {}, side.name(index)),
            h(
              'span',
              {},
              `${PHASE_TITLES[side.phase[index]!]!} · ${bytes(side.size[index]!)} · ${plural(side.calls[index]!, 'call')} · page ${page + 1} (byte ${number(page * pageSize)} on)`,
            ),
          ]
    this.element.replaceChildren(...lines)
    this.element.hidden = false
    const { offsetWidth, offsetHeight } = this.element
    const left = Math.min(event.clientX + 14, window.innerWidth - offsetWidth - 8)
    const top =
      event.clientY + 18 + offsetHeight > window.innerHeight ? event.clientY - offsetHeight - 12 : event.clientY + 18
    this.element.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, top)}px)`
  }
}
