import { h, perFrame } from './dom.ts'

/** A canvas that is panned and zoomed; what it shows is drawn in tiles, so that panning only moves pictures. */
export interface Scene {
  readonly label: string
  /** Size of the world. */
  size(): { width: number; height: number }
  /** Draws a part of the world; the context is already in world units. `scale` is pixels for a unit. */
  drawWorld(context: CanvasRenderingContext2D, part: Box, scale: number): void
  /** Draws over it, in world units; each frame. */
  drawOver(context: CanvasRenderingContext2D, scale: number): void
  onHover(at: Point | undefined, event?: PointerEvent): void
  onPick(at: Point): void
  /** What zooming by key keeps in place, in the world. */
  focus(): Point | undefined
  /** @returns whether the key was for it. */
  onKey(event: KeyboardEvent): boolean
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

const TILE = 512
const MAX_TILES = 96
const MAX_SCALE = 16
const PADDING = 12
const STEP = 1.4
const DRAG_THRESHOLD = 4

export class CanvasView {
  readonly element: HTMLCanvasElement
  readonly #scene: Scene
  readonly #tiles = new Map<string, HTMLCanvasElement>()
  readonly #schedule: () => void
  #scale = 1
  #x = 0
  #y = 0
  #isFitted = true
  #width = 0
  #height = 0
  /** Time of the latest frame's drawing in milliseconds, for tests of speed. */
  lastDraw = 0

  constructor(scene: Scene) {
    this.#scene = scene
    this.element = h('canvas', { tabindex: 0, role: 'application', 'aria-label': scene.label, class: 'map' })
    this.#schedule = perFrame(() => this.#draw())
    this.#listen()
    new ResizeObserver(() => {
      const { clientWidth, clientHeight } = this.element
      if (clientWidth === this.#width && clientHeight === this.#height) return
      this.#width = clientWidth
      this.#height = clientHeight
      if (this.#isFitted) this.fit()
      this.redraw()
    }).observe(this.element)
  }

  get scale(): number {
    return this.#scale
  }

  fit(): void {
    const { width, height } = this.#scene.size()
    this.#isFitted = true
    this.#scale = Math.min(2, (this.#width - 2 * PADDING) / width, (this.#height - 2 * PADDING) / height)
    if (!(this.#scale > 0)) this.#scale = 1
    this.#x = Math.max(PADDING, (this.#width - width * this.#scale) / 2)
    this.#y = PADDING
    this.redraw()
  }

  /** What is drawn has changed. */
  redraw(): void {
    this.#tiles.clear()
    this.#schedule()
  }

  /** Only what lies over it has changed. */
  refresh(): void {
    this.#schedule()
  }

  panBy(dx: number, dy: number): void {
    this.#isFitted = false
    this.#x += dx
    this.#y += dy
    this.#clamp()
    this.#schedule()
  }

  zoomBy(factor: number, at: Point = { x: this.#width / 2, y: this.#height / 2 }): void {
    const scale = Math.min(MAX_SCALE, Math.max(0.02, this.#scale * factor))
    this.#x = at.x - ((at.x - this.#x) * scale) / this.#scale
    this.#y = at.y - ((at.y - this.#y) * scale) / this.#scale
    this.#scale = scale
    this.#isFitted = false
    this.#scene.onHover(undefined)
    this.#clamp()
    this.redraw()
  }

  zoomIn(): void {
    this.zoomBy(STEP, this.#focus())
  }

  zoomOut(): void {
    this.zoomBy(1 / STEP, this.#focus())
  }

  #focus(): Point | undefined {
    const at = this.#scene.focus()
    return at && { x: this.#x + at.x * this.#scale, y: this.#y + at.y * this.#scale }
  }

  /** Moves as little as needed to show a box of the world. */
  reveal(box: Box): void {
    const left = this.#x + box.left * this.#scale
    const right = this.#x + box.right * this.#scale
    const top = this.#y + box.top * this.#scale
    const bottom = this.#y + box.bottom * this.#scale
    const dx = left < PADDING ? PADDING - left : Math.min(0, this.#width - PADDING - right)
    const dy = top < PADDING ? PADDING - top : Math.min(0, this.#height - PADDING - bottom)
    if (dx !== 0 || dy !== 0) this.panBy(dx, dy)
  }

  #clamp(): void {
    const { width, height } = this.#scene.size()
    const keep = 80
    this.#x = Math.min(this.#width - keep, Math.max(keep - width * this.#scale, this.#x))
    this.#y = Math.min(this.#height - keep, Math.max(keep - height * this.#scale, this.#y))
  }

  #worldAt(event: MouseEvent): Point {
    const box = this.element.getBoundingClientRect()
    return {
      x: (event.clientX - box.left - this.#x) / this.#scale,
      y: (event.clientY - box.top - this.#y) / this.#scale,
    }
  }

  #listen(): void {
    const canvas = this.element
    let drag: { x: number; y: number; moved: boolean } | undefined
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return
      drag = { x: event.clientX, y: event.clientY, moved: false }
      canvas.setPointerCapture(event.pointerId)
    })
    canvas.addEventListener('pointermove', (event) => {
      if (drag === undefined) {
        this.#scene.onHover(this.#worldAt(event), event)
        return
      }
      const dx = event.clientX - drag.x
      const dy = event.clientY - drag.y
      if (!drag.moved && Math.hypot(dx, dy) < DRAG_THRESHOLD) return
      drag = { x: event.clientX, y: event.clientY, moved: true }
      this.#scene.onHover(undefined, event)
      this.panBy(dx, dy)
    })
    canvas.addEventListener('pointerup', (event) => {
      if (drag !== undefined && !drag.moved) this.#scene.onPick(this.#worldAt(event))
      drag = undefined
    })
    canvas.addEventListener('pointercancel', () => (drag = undefined))
    canvas.addEventListener('pointerleave', (event) => this.#scene.onHover(undefined, event))
    canvas.addEventListener('dblclick', (event) => this.zoomBy(2, this.#local(event)))
    canvas.addEventListener(
      'wheel',
      (event) => {
        // The page scrolls unless the map was asked for: focused, or a pinch (which browsers send with Ctrl).
        if (!event.ctrlKey && document.activeElement !== canvas) return
        event.preventDefault()
        this.zoomBy(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), this.#local(event))
      },
      { passive: false },
    )
    canvas.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const isOurs = this.#scene.onKey(event) || this.#zoomKey(event.key)
      if (isOurs) event.preventDefault()
    })
  }

  #zoomKey(key: string): boolean {
    if (key === '+' || key === '=') this.zoomIn()
    else if (key === '-') this.zoomOut()
    else if (key === '0') this.fit()
    else return false
    return true
  }

  #local(event: MouseEvent): Point {
    const box = this.element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  #draw(): void {
    if (this.#width === 0 || this.#height === 0) return
    const before = performance.now()
    const ratio = window.devicePixelRatio || 1
    const canvas = this.element
    const width = Math.round(this.#width * ratio)
    const height = Math.round(this.#height * ratio)
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width
      canvas.height = height
      this.#tiles.clear()
    }
    const context = canvas.getContext('2d')!
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, width, height)
    const offsetX = Math.round(this.#x * ratio)
    const offsetY = Math.round(this.#y * ratio)
    for (let ty = Math.floor(-offsetY / TILE); ty * TILE < height - offsetY; ty++) {
      for (let tx = Math.floor(-offsetX / TILE); tx * TILE < width - offsetX; tx++) {
        context.drawImage(this.#tile(tx, ty, this.#scale * ratio), tx * TILE + offsetX, ty * TILE + offsetY)
      }
    }
    context.setTransform(this.#scale * ratio, 0, 0, this.#scale * ratio, offsetX, offsetY)
    this.#scene.drawOver(context, this.#scale)
    this.lastDraw = performance.now() - before
  }

  #tile(tx: number, ty: number, pixels: number): HTMLCanvasElement {
    const key = `${tx},${ty}`
    const known = this.#tiles.get(key)
    if (known !== undefined) return known
    if (this.#tiles.size >= MAX_TILES) this.#tiles.delete(this.#tiles.keys().next().value!)
    const tile = document.createElement('canvas')
    tile.width = TILE
    tile.height = TILE
    const context = tile.getContext('2d')!
    context.setTransform(pixels, 0, 0, pixels, -tx * TILE, -ty * TILE)
    const part = {
      left: (tx * TILE) / pixels,
      top: (ty * TILE) / pixels,
      right: ((tx + 1) * TILE) / pixels,
      bottom: ((ty + 1) * TILE) / pixels,
    }
    this.#scene.drawWorld(context, part, pixels)
    this.#tiles.set(key, tile)
    return tile
  }
}
