const NAMES = [
  'startup',
  'first-frame',
  'steady',
  'cold',
  'ink',
  'muted',
  'line',
  'panel',
  'page',
  'focus',
  'accent',
  'source',
] as const

export type ColourName = (typeof NAMES)[number]

/** Colours of the style sheet as canvases need them; phases by number. */
export interface Palette {
  readonly phases: readonly string[]
  readonly colour: Readonly<Record<ColourName, string>>
}

/** A custom property may hold `light-dark()`: only a real property tells what it comes to. */
export function readPalette(): Palette {
  const probe = document.createElement('span')
  document.body.append(probe)
  const entries = NAMES.map((name) => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color] as const
  })
  probe.remove()
  const colour = Object.fromEntries(entries) as Record<ColourName, string>
  return { phases: [colour.startup, colour['first-frame'], colour.steady, colour.cold], colour }
}
