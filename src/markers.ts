/**
 * Runtime markers. While nobody records, each is a plain `performance.mark`; bundlers can drop the module.
 *
 * @module
 */

/** The marker at which start-up is over: `startup.complete`. */
export function markStartupComplete(): void {
  mark('startup.complete')
}

/** The user interface answers: `ui.ready`. */
export function markUiReady(): void {
  mark('ui.ready')
}

/** The first frame is on the screen: `first_frame`. */
export function markFirstFrame(): void {
  mark('first_frame')
}

/** The main loop begins: `event_loop.enter`. */
export function markEventLoopEnter(): void {
  mark('event_loop.enter')
}

interface Recorder {
  markOnce(name: string): void
}

/** Passes a marker of that name; see `docs/recording.md` for the names that mean something by themselves. */
export function mark(name: string): void {
  const recorder = (globalThis as { [key: symbol]: Recorder | undefined })[Symbol.for('vitest-layout.probe')]
  if (recorder === undefined) performance.mark(name)
  else recorder.markOnce(name)
}
