import { CanvasView, type Box, type Point, type Scene } from './canvas-view.ts'
import { CELL, layOutPages, LINES, type MapGeometry } from './map-geometry.ts'
import type { Palette } from './palette.ts'
import type { Reached } from './replay.ts'
import { eachPage, functionsOn, type Arrangement, type Side } from './side.ts'

/** Below this many pixels a page is one block; above, its functions are drawn. */
const DETAIL_PIXELS = 30
const LABEL_PIXELS = 150
const FADED = 0.16
const SMALLEST_TEXT = 7

export interface PageMapOptions {
  readonly label: string
  readonly byPhase: boolean
  /** Width by height of the frame. */
  readonly aspect: number
  readonly palette: () => Palette
  readonly onSelect: (page: number) => void
  readonly onHover: (page: number, index: number, event: PointerEvent | undefined) => void
}

/** The map of one arrangement: a square for each page, in it the functions in the order of their bytes. */
export class PageMap implements Scene {
  readonly label: string
  readonly view: CanvasView
  readonly side: Side
  readonly arrangement: Arrangement
  readonly #options: PageMapOptions
  readonly #geometry: MapGeometry
  #reached: Reached | undefined
  #touched: Uint8Array
  #selected = -1

  constructor(side: Side, arrangement: Arrangement, options: PageMapOptions) {
    this.side = side
    this.arrangement = arrangement
    this.label = options.label
    this.#options = options
    this.#geometry = layOutPages(side, arrangement, options.byPhase, options.aspect)
    this.#touched = new Uint8Array(arrangement.pageCount)
    this.view = new CanvasView(this)
  }

  /** Lights what a replay has reached; `undefined` lights all. */
  show(reached: Reached | undefined): void {
    this.#reached = reached
    this.#touched = new Uint8Array(this.arrangement.pageCount)
    if (reached !== undefined) {
      reached.functions.forEach((isReached, f) => {
        if (isReached === 1) eachPage(this.arrangement, this.side.size[f]!, f, (page) => (this.#touched[page] = 1))
      })
    }
    this.view.redraw()
  }

  get selected(): number {
    return this.#selected
  }

  select(page: number): void {
    this.#selected = Math.min(this.arrangement.pageCount - 1, Math.max(0, page))
    this.view.reveal(this.#box(this.#selected))
    this.view.refresh()
    this.#options.onSelect(this.#selected)
  }

  size(): { width: number; height: number } {
    return this.#geometry
  }

  drawWorld(context: CanvasRenderingContext2D, part: Box, scale: number): void {
    const { x, y } = this.#geometry
    const palette = this.#options.palette()
    const isDetailed = CELL * scale >= DETAIL_PIXELS
    for (let page = 0; page < this.arrangement.pageCount; page++) {
      const left = x[page]!
      const top = y[page]!
      if (left > part.right || left + CELL < part.left || top > part.bottom || top + CELL < part.top) continue
      context.globalAlpha = 1
      context.fillStyle = palette.colour.page
      context.fillRect(left, top, CELL, CELL)
      const isLit = this.#reached === undefined || this.#touched[page] === 1
      if (isDetailed) this.#drawFunctions(context, page, scale, palette, isLit)
      else this.#drawBlock(context, page, palette, isLit)
    }
  }

  drawOver(context: CanvasRenderingContext2D, scale: number): void {
    const { colour } = this.#options.palette()
    context.fillStyle = colour.muted
    for (const { title, x, y, height } of this.#geometry.bands) {
      const size = Math.min(height * 0.75, 13 / scale)
      if (size * scale < SMALLEST_TEXT) continue
      context.font = `600 ${size}px system-ui, sans-serif`
      context.fillText(title, x, y)
    }
    if (this.#reached !== undefined && this.#reached.last >= 0) {
      const f = this.#reached.last
      eachPage(this.arrangement, this.side.size[f]!, f, (page) => this.#outline(context, page, colour.ink, 2.5 / scale))
    }
    if (this.#selected >= 0) this.#outline(context, this.#selected, colour.focus, 3 / scale)
  }

  onHover(at: Point | undefined, event?: PointerEvent): void {
    const page = at === undefined ? -1 : this.#geometry.pageAt(at.x, at.y)
    this.#options.onHover(page, page === -1 ? -1 : this.#functionAt(page, at!), event)
  }

  onPick(at: Point): void {
    const page = this.#geometry.pageAt(at.x, at.y)
    if (page !== -1) this.select(page)
  }

  focus(): Point | undefined {
    if (this.#selected < 0) return undefined
    const { left, top, right, bottom } = this.#box(this.#selected)
    return { x: (left + right) / 2, y: (top + bottom) / 2 }
  }

  onKey({ key }: KeyboardEvent): boolean {
    const { columns, x, y } = this.#geometry
    const last = this.arrangement.pageCount - 1
    const at = Math.max(0, this.#selected)
    const vertical = (direction: number): number => {
      let found = at
      for (
        let page = at + direction;
        page >= 0 && page <= last && Math.abs(page - at) <= 2 * columns;
        page += direction
      ) {
        if (y[page] === y[at]) continue
        if (found !== at && y[page] !== y[found]) break
        if (found === at || Math.abs(x[page]! - x[at]!) < Math.abs(x[found]! - x[at]!)) found = page
      }
      return found
    }
    const moves: Record<string, () => number> = {
      ArrowRight: () => (this.#selected === -1 ? 0 : at + 1),
      ArrowLeft: () => at - 1,
      ArrowDown: () => vertical(1),
      ArrowUp: () => vertical(-1),
      Home: () => 0,
      End: () => last,
    }
    const move = moves[key]
    if (move === undefined) return false
    this.select(move())
    return true
  }

  #drawBlock(context: CanvasRenderingContext2D, page: number, palette: Palette, isLit: boolean): void {
    const { x, y, fill } = this.#geometry
    let top = y[page]!
    context.globalAlpha = isLit ? 1 : FADED
    for (let phase = 0; phase < 4; phase++) {
      const height = (fill[page * 4 + phase]! / this.arrangement.pageSize) * CELL
      if (height <= 0) continue
      context.fillStyle = palette.phases[phase]!
      context.fillRect(x[page]!, top, CELL, height)
      top += height
    }
  }

  #drawFunctions(
    context: CanvasRenderingContext2D,
    page: number,
    scale: number,
    palette: Palette,
    isLit: boolean,
  ): void {
    const { side } = this
    const gap = Math.min(0.6, 1 / scale)
    for (const f of functionsOn(this.arrangement, side.size, page)) {
      const isReached = this.#reached === undefined || this.#reached.functions[f] === 1
      context.globalAlpha = isReached ? 1 : isLit ? 0.34 : FADED
      context.fillStyle = palette.phases[side.phase[f]!]!
      for (const { left, top, right, bottom } of this.#pieces(page, f)) {
        context.fillRect(left, top, Math.max(right - left - gap, gap / 2), Math.max(bottom - top - gap, gap / 2))
      }
      if (CELL * scale >= LABEL_PIXELS) this.#drawName(context, page, f, scale, palette)
    }
  }

  #drawName(context: CanvasRenderingContext2D, page: number, f: number, scale: number, palette: Palette): void {
    const size = 11 / scale
    const piece = this.#pieces(page, f).find(
      ({ left, right, top, bottom }) => bottom - top >= size * 1.2 && right - left >= size * 3,
    )
    if (piece === undefined) return
    context.save()
    context.beginPath()
    context.rect(piece.left, piece.top, piece.right - piece.left - 2 / scale, piece.bottom - piece.top)
    context.clip()
    context.globalAlpha = 1
    context.fillStyle = palette.colour.panel
    context.font = `${size}px ui-monospace, monospace`
    const name = this.side.name(f)
    context.fillText(name.slice(name.lastIndexOf('/') + 1), piece.left + 3 / scale, piece.top + size * 1.05)
    context.restore()
  }

  /** A stretch of bytes on lines: at most the rest of a line, whole lines, and the start of another. */
  #pieces(page: number, f: number): Box[] {
    const { starts, pageSize } = this.arrangement
    const perLine = pageSize / LINES
    const height = CELL / LINES
    const from = Math.max(0, starts[f]! - page * pageSize)
    const to = Math.min(pageSize, starts[f]! + this.side.size[f]! - page * pageSize)
    const x = this.#geometry.x[page]!
    const y = this.#geometry.y[page]!
    const piece = (line: number, lines: number, a: number, b: number): Box => ({
      left: x + (a / perLine) * CELL,
      right: x + (b / perLine) * CELL,
      top: y + line * height,
      bottom: y + (line + lines) * height,
    })
    const firstLine = Math.floor(from / perLine)
    const lastLine = Math.floor(to / perLine)
    if (firstLine === lastLine) return to > from ? [piece(firstLine, 1, from % perLine, to % perLine)] : []
    const pieces: Box[] = []
    const head = from % perLine
    if (head > 0) pieces.push(piece(firstLine, 1, head, perLine))
    const whole = firstLine + (head > 0 ? 1 : 0)
    if (lastLine > whole) pieces.push(piece(whole, lastLine - whole, 0, perLine))
    if (to % perLine > 0) pieces.push(piece(lastLine, 1, 0, to % perLine))
    return pieces
  }

  #functionAt(page: number, at: Point): number {
    const { starts, pageSize } = this.arrangement
    const line = Math.floor(((at.y - this.#geometry.y[page]!) / CELL) * LINES)
    const byte = page * pageSize + (line + (at.x - this.#geometry.x[page]!) / CELL) * (pageSize / LINES)
    return (
      functionsOn(this.arrangement, this.side.size, page).find(
        (f) => starts[f]! <= byte && byte < starts[f]! + this.side.size[f]!,
      ) ?? -1
    )
  }

  #outline(context: CanvasRenderingContext2D, page: number, colour: string, width: number): void {
    const { left, top } = this.#box(page)
    context.strokeStyle = colour
    context.lineWidth = width
    context.strokeRect(left - width / 2, top - width / 2, CELL + width, CELL + width)
  }

  #box(page: number): Box {
    const left = this.#geometry.x[page]!
    const top = this.#geometry.y[page]!
    return { left, top, right: left + CELL, bottom: top + CELL }
  }
}
