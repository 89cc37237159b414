import { h, perFrame } from './dom.ts'
import type { Palette } from './palette.ts'
import { pagesTouchedBy, type Replay } from './replay.ts'
import { PHASE_TITLES, type Side } from './side.ts'
import { number, time, visible } from './units.ts'

const LANE = 12
const LANES_TOP = 26
const CHART_TOP = LANES_TOP + 4 * LANE + 16
const LEFT = 84
const RIGHT = 108
const BOTTOM = 22

/** First calls by phase on four lanes, marks, and how many pages had been touched by then; a picture of the slider. */
export class TimeLine {
  readonly element: HTMLCanvasElement
  readonly #side: Side
  readonly #palette: () => Palette
  readonly #schedule: () => void
  #replay: Replay
  #packed: Int32Array = new Int32Array(1)
  #source: Int32Array = new Int32Array(1)
  #step = 0
  #byTime = false

  constructor(side: Side, replay: Replay, palette: () => Palette, onSeek: (step: number) => void) {
    this.#side = side
    this.#palette = palette
    this.#replay = replay
    this.element = h('canvas', { class: 'time-line', role: 'img' })
    this.#schedule = perFrame(() => this.#draw())
    new ResizeObserver(() => this.#schedule()).observe(this.element)
    const seek = (event: PointerEvent): void =>
      onSeek(this.#stepAt(event.clientX - this.element.getBoundingClientRect().left))
    this.element.addEventListener('pointerdown', (event) => {
      this.element.setPointerCapture(event.pointerId)
      seek(event)
    })
    this.element.addEventListener('pointermove', (event) => {
      if (event.buttons === 1) seek(event)
    })
    this.show(replay)
  }

  /** Pages touched after a step, in packed and in source order. */
  touched(step: number): { packed: number; source: number } {
    return { packed: this.#packed[step]!, source: this.#source[step]! }
  }

  show(replay: Replay): void {
    this.#replay = replay
    this.#packed = pagesTouchedBy(this.#side, this.#side.packed, replay.order)
    this.#source = pagesTouchedBy(this.#side, this.#side.source, replay.order)
    this.#step = 0
    const marks = replay.marks.map(({ name, position }) => `${visible(name)} after ${number(position)}`).join(', ')
    this.element.setAttribute(
      'aria-label',
      `Time line: ${number(replay.order.length)} first calls touch ${this.#packed.at(-1)!} pages packed, ${this.#source.at(-1)!} in source order. ${marks === '' ? 'No marks.' : `Marks: ${marks}.`}`,
    )
    this.#schedule()
  }

  set step(step: number) {
    this.#step = step
    this.#schedule()
  }

  set byTime(byTime: boolean) {
    this.#byTime = byTime
    this.#schedule()
  }

  repaint(): void {
    this.#schedule()
  }

  #stepAt(x: number): number {
    const steps = this.#replay.order.length
    const share = Math.min(1, Math.max(0, (x - LEFT) / (this.element.clientWidth - LEFT - RIGHT)))
    if (!this.#byTime) return Math.round(share * steps)
    const end = this.#end()
    let step = 0
    while (step < steps && this.#side.first[this.#replay.order[step]!]! <= share * end) step++
    return step
  }

  #end(): number {
    const last = this.#replay.order.at(-1)
    return Math.max(1, last === undefined ? 1 : this.#side.first[last]!)
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.element
    if (width === 0) return
    const ratio = window.devicePixelRatio || 1
    this.element.width = Math.round(width * ratio)
    this.element.height = Math.round(height * ratio)
    const context = this.element.getContext('2d')!
    context.scale(ratio, ratio)
    const plot = width - LEFT - RIGHT
    const steps = Math.max(1, this.#replay.order.length)
    const end = this.#end()
    const xOf = (step: number): number => {
      if (!this.#byTime) return LEFT + (step / steps) * plot
      const f = this.#replay.order[Math.max(0, step - 1)]
      return LEFT + (step === 0 || f === undefined ? 0 : this.#side.first[f]! / end) * plot
    }
    const palette = this.#palette()
    context.font = '11px system-ui, sans-serif'
    this.#drawLanes(context, palette, xOf, plot)
    this.#drawCurves(context, palette, xOf, height, plot)
    this.#drawMarks(context, palette, xOf, height, end, plot)
    context.fillStyle = palette.colour.muted
    context.textAlign = 'left'
    context.fillText(this.#byTime ? '0' : 'first call', LEFT, height - 6)
    context.textAlign = 'right'
    context.fillText(this.#byTime ? time(end) : `${number(steps)} functions`, LEFT + plot, height - 6)
    if (this.#step > 0) {
      context.strokeStyle = palette.colour.focus
      context.lineWidth = 2
      line(context, xOf(this.#step), LANES_TOP - 4, xOf(this.#step), height - BOTTOM)
    }
  }

  #drawLanes(context: CanvasRenderingContext2D, palette: Palette, xOf: (step: number) => number, plot: number): void {
    context.textAlign = 'right'
    PHASE_TITLES.forEach((title, phase) => {
      const y = LANES_TOP + phase * LANE
      context.fillStyle = palette.colour.muted
      context.fillText(title, LEFT - 10, y + 9)
      context.fillStyle = palette.colour.page
      context.fillRect(LEFT, y, plot, LANE - 2)
    })
    // Many calls share a pixel: each lane's pixel is painted once.
    const last = [-1, -1, -1, -1]
    this.#replay.order.forEach((f, index) => {
      const phase = this.#side.phase[f]!
      // Against time a function stands at its own; in order it takes the step that leads to its number.
      const x = Math.floor(xOf(this.#byTime ? index + 1 : index))
      if (x === last[phase]) return
      last[phase] = x
      context.fillStyle = palette.phases[phase]!
      context.fillRect(
        Math.min(x, LEFT + plot - 1),
        LANES_TOP + phase * LANE,
        Math.max(1, Math.min(6, plot / this.#replay.order.length)),
        LANE - 2,
      )
    })
  }

  #drawCurves(
    context: CanvasRenderingContext2D,
    palette: Palette,
    xOf: (step: number) => number,
    height: number,
    plot: number,
  ): void {
    const floor = height - BOTTOM
    const most = Math.max(1, this.#packed.at(-1)!, this.#source.at(-1)!)
    const yOf = (pages: number): number => floor - (pages / most) * (floor - CHART_TOP)
    context.strokeStyle = palette.colour.line
    context.lineWidth = 1
    line(context, LEFT, floor, LEFT + plot, floor)
    context.fillStyle = palette.colour.muted
    context.textAlign = 'right'
    context.fillText('pages', LEFT - 10, CHART_TOP + 8)
    context.fillText('touched', LEFT - 10, CHART_TOP + 21)
    const draw = (curve: Int32Array, colour: string, dash: number[], width: number): void => {
      context.strokeStyle = colour
      context.lineWidth = width
      context.setLineDash(dash)
      context.beginPath()
      context.moveTo(LEFT, yOf(0))
      let before = 0
      curve.forEach((pages, step) => {
        if (pages === before) return
        context.lineTo(xOf(step), yOf(before))
        context.lineTo(xOf(step), yOf(pages))
        before = pages
      })
      context.lineTo(LEFT + plot, yOf(before))
      context.stroke()
      context.setLineDash([])
    }
    draw(this.#source, palette.colour.source, [5, 4], 1.5)
    draw(this.#packed, palette.colour.accent, [], 2)
    const labels = [
      { text: `source ${number(this.#source.at(-1)!)}`, y: yOf(this.#source.at(-1)!), colour: palette.colour.source },
      { text: `packed ${number(this.#packed.at(-1)!)}`, y: yOf(this.#packed.at(-1)!), colour: palette.colour.accent },
    ].sort((a, b) => a.y - b.y)
    // Two labels at nearly the same height would lie on each other.
    if (labels[1]!.y - labels[0]!.y < 14) labels[1]!.y = labels[0]!.y + 14
    context.textAlign = 'left'
    context.font = '600 12px system-ui, sans-serif'
    for (const { text, y, colour } of labels) {
      context.fillStyle = colour
      context.fillText(text, LEFT + plot + 8, Math.min(y + 4, floor + 10))
    }
    context.font = '11px system-ui, sans-serif'
  }

  #drawMarks(
    context: CanvasRenderingContext2D,
    palette: Palette,
    xOf: (step: number) => number,
    height: number,
    end: number,
    plot: number,
  ): void {
    context.lineWidth = 1
    let free = 0
    const marks = [...this.#replay.marks].sort((a, b) => a.position - b.position)
    for (const { name, position, us } of marks) {
      const x = this.#byTime ? LEFT + Math.min(1, us / end) * plot : xOf(position)
      context.strokeStyle = palette.colour.ink
      context.setLineDash([2, 3])
      line(context, x, LANES_TOP - 8, x, height - BOTTOM)
      context.setLineDash([])
      const text = visible(name).slice(0, 40)
      const width = context.measureText(text).width
      const isAtEdge = x + width > LEFT + plot + RIGHT
      const from = isAtEdge ? x - width : x
      if (from < free) continue
      free = from + width + 10
      context.textAlign = isAtEdge ? 'right' : 'left'
      context.fillStyle = palette.colour.ink
      context.fillText(text, x, LANES_TOP - 12)
    }
  }
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath()
  context.moveTo(x1, y1)
  context.lineTo(x2, y2)
  context.stroke()
}
