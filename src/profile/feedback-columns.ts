/** The version of the feedback file's block `feedback` that is written. */
export const FEEDBACK_VERSION = 1

/** Columns of its tables. Readers find them by name. */
export const EVIDENCE_COLUMNS = [
  'function',
  'phase',
  'confidence',
  'calls',
  'samples',
  'calls_per_second',
  'first_call_ms',
  'engine_name',
] as const

export const MODULE_COLUMNS = ['module', 'hash'] as const
