/** Where a function stands in the program beyond its phase: `event_loop` or a name of the user's own. */
export type AnchorName = string

export const EVENT_LOOP_ANCHOR = 'event_loop'

const EVENT_LOOP_SPELLINGS: ReadonlySet<string> = new Set(['event_loop', 'eventloop', 'main_loop', 'mainloop'])

/** The anchor's one spelling: `eventloop`, `main_loop` and `mainloop` are `event_loop`; other names stay as they are. */
export function normalizeAnchor(name: string): AnchorName {
  return EVENT_LOOP_SPELLINGS.has(name.toLowerCase()) ? EVENT_LOOP_ANCHOR : name
}
