import type { AnnotationConflict } from './assignment.ts'
import type { InferenceRule } from './infer-markers.ts'

const REASONS: Readonly<Record<InferenceRule, string>> = {
  'never-ran': 'it never ran',
  load: 'it ran while modules were loaded',
  scenario: 'scenarios reach it there',
  calls: 'it is called often',
  reach: 'most scenarios reach it',
  rare: 'it is called rarely',
  'startup-path': 'it ran before start-up was complete',
  time: 'by the time of its first call',
  rate: 'by its calls a second',
}

/** Both sides of a conflict in one line, with the place of the annotation's function. */
export function describeConflict({
  name,
  module,
  line,
  column,
  annotated,
  inferred,
  rule,
  pinned,
}: AnnotationConflict): string {
  const place = line > 0 ? `${module}:${line}:${column}: ` : ''
  return `${place}${name} is annotated ${annotated}${pinned ? ' (pinned)' : ''}, the recording says ${inferred}: ${REASONS[rule]}.`
}
