import { writeFilesTogether } from '../files/index.ts'
import type { LayoutReport } from './report.ts'

/** The files of one run. */
export interface Artefacts {
  /** Text of `recording.sdn`. */
  readonly recording: string
  /** Text of `layout.sdn`; undefined when there is none (the configuration is wrong). */
  readonly layout: string | undefined
  readonly report: LayoutReport | undefined
}

/**
 * Writes the artefacts into a folder, each whole or not at all, and all of this run, whoever else writes there. Those that
 * there are none of are removed, as is the page made from the layout: they would be of an earlier recording.
 *
 * @returns the paths that were written
 * @throws LayoutError `WRITE_FAILED`
 */
export function writeArtefacts(folder: string, { recording, layout, report }: Artefacts): string[] {
  const files: [string, string | undefined][] = [
    ['recording.sdn', recording],
    ['layout.sdn', layout],
    ['report.json', report === undefined ? undefined : `${JSON.stringify(report, null, 1)}\n`],
  ]
  const gone = files.flatMap(([name, text]) => (text === undefined ? [name] : []))
  if (layout === undefined) gone.push('report.html')
  return writeFilesTogether(
    folder,
    files.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])),
    gone,
  )
}
