/** The version of `recording.sdn` that is written; those before it are read too. */
export const RECORDING_VERSION = 1

/** Columns of the tables of `recording.sdn`; docs/formats.md explains each. Readers find them by name. */
export const FUNCTION_COLUMNS = [
  'name',
  'module',
  'line',
  'column',
  'size',
  'total_size',
  'body_hash',
  'phase',
  'anchor',
  'pinned',
  'call_count',
  'first_ns',
  'last_ns',
  'total_ns',
  'self_ns',
  'startup_path',
] as const

export const EDGE_COLUMNS = ['caller', 'callee', 'count'] as const

export const SCENARIO_COLUMNS = [
  'kind',
  'project',
  'file',
  'test',
  'scenario',
  'phase',
  'stop_mark',
  'weight',
  'order',
  'calls',
] as const

export const MARK_COLUMNS = ['scenario', 'name', 'position', 'ns'] as const
