type Child = Node | string | undefined
type Props = Readonly<Record<string, string | number | boolean | ((event: never) => void) | undefined>>

/** Makes an element. Functions are listeners, `true` is an attribute without a value; text is never taken for HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value as EventListener)
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.filter((child) => child !== undefined))
  return element
}

export function svg(tag: string, props: Readonly<Record<string, string | number>> = {}): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, String(value))
  return element
}

/** Runs the last of many requests once, before the next frame. */
export function perFrame(run: () => void): () => void {
  let isPending = false
  return () => {
    if (isPending) return
    isPending = true
    requestAnimationFrame(() => {
      isPending = false
      run()
    })
  }
}
