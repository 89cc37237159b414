export { DEFAULT_MARKS, DEFAULT_PROBE_CONFIG, type ProbeConfig, type Timing } from './config.ts'
export {
  afterDelegated,
  afterOperand,
  beforeDelegated,
  beforeOperand,
  beforeSuspension,
  enterBlock,
  enterExpression,
  leaveBlock,
  leaveExpression,
  markInserted,
  withoutInserted,
} from './inserted-text.ts'
export { findProbe, installProbe } from './install.ts'
export { IMPORTED, type JournalData, type JournalMark, type ScenarioMeta, type TraceHead } from './journal.ts'
export { type Probe, createProbe } from './probe.ts'
export { type Task, type TestWatcher, watchTests } from './watch-tests.ts'
