import type { Session } from 'node:inspector'

import type { CoveredScript } from './script-tally.ts'

/** What V8 counted in this thread since the last look; sets the counters to zero. */
export function coveredScripts(session: Session, isProgram: (url: string) => boolean): CoveredScript[] {
  let scripts: CoveredScript[] = []
  session.post('Profiler.takePreciseCoverage', (error, result) => {
    if (error === null) scripts = result.result.filter(({ url }) => isProgram(url))
  })
  return scripts
}
