import type { Palette } from './palette.ts'
import type { Side } from './side.ts'

/** What the views share. */
export interface App {
  readonly side: Side
  readonly palette: () => Palette
  /** Shows a function in the call graph. */
  openFunction(index: number): void
}

export interface View {
  readonly element: HTMLElement
  /** Colours have changed. */
  repaint?(): void
}
