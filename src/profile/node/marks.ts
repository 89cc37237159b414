/** Names of `performance.mark` that end the start-up window before its time. */
export const STARTUP_MARKS: ReadonlySet<string> = new Set(['startup.complete'])
/** Those that end the first-frame window. */
export const FIRST_FRAME_MARKS: ReadonlySet<string> = new Set([
  'first_frame',
  'ui.ready',
  'event_loop.enter',
  'main_loop',
])
