import type { Session } from 'node:inspector'

import type { CoveredScript } from './script-tally.ts'

/** What V8 counted in this thread since the last look; sets the counters to zero. */
export function coveredScripts(session: Session, isProgram: (url: string) => boolean): CoveredScript[] {
  return ask(session, 'Profiler.takePreciseCoverage', isProgram)
}

/**
 * Which functions of this thread have run at some time. V8 knows it without counting, and all code stays optimised.
 *
 * @param session One that is not connected.
 */
export function scriptsThatRan(session: Session, isProgram: (url: string) => boolean): CoveredScript[] {
  session.connect()
  session.post('Profiler.enable')
  const scripts = ask(session, 'Profiler.getBestEffortCoverage', isProgram)
  session.disconnect()
  return scripts
}

function ask(
  session: Session,
  method: 'Profiler.takePreciseCoverage' | 'Profiler.getBestEffortCoverage',
  isProgram: (url: string) => boolean,
): CoveredScript[] {
  let scripts: CoveredScript[] = []
  session.post(method, (error: Error | null, { result }: { result: CoveredScript[] }) => {
    if (error === null) scripts = result.filter(({ url }) => isProgram(url))
  })
  return scripts
}
