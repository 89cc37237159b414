/** Markers that end start-up. */
export const STARTUP_END_MARKS: ReadonlySet<string> = new Set(['startup.complete', 'event_loop.enter', 'main_loop'])

/** Markers that end the first frame (and start-up, where no marker before them did). */
export const FIRST_FRAME_MARKS: ReadonlySet<string> = new Set(['first_frame', 'ui.ready'])

/** Markers whose first passing is a session's `firstFrameUs`. */
export const FRAME_TIME_MARKS: ReadonlySet<string> = new Set(['first_frame', 'ui.ready', 'startup.complete'])

/** Markers whose first passing is a session's `eventLoopUs`. */
export const EVENT_LOOP_MARKS: ReadonlySet<string> = new Set(['event_loop.enter', 'main_loop'])

/** In a `load` trace: here the test file's modules had loaded; what follows are hooks. Set by the setup hook, never by users. */
export const LOADED_MARK = 'vitest.loaded'
