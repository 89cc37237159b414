import type { FunctionRecord, Recording, ScenarioTrace } from '../model/recording.ts'

/** The name without its module: `App.render` of `src/app.ts:App.render`. */
export function functionPath(record: FunctionRecord): string {
  const prefix = `${record.module}:`
  return record.name.startsWith(prefix) ? record.name.slice(prefix.length) : record.name
}

/** What a scenario is called in another tool's list of profiles. */
export function traceTitle(trace: ScenarioTrace): string {
  const what = trace.kind === 'load' ? '(load)' : trace.test
  const project = trace.project === '' ? '' : `[${trace.project}] `
  return `${project}${trace.file} > ${what}${trace.scenario === undefined ? '' : ` {${trace.scenario}}`}`
}

/** A note for the other tool when the recording is not whole. */
export function completenessNote(recording: Recording): string {
  return recording.complete ? '' : ' (incomplete recording)'
}
