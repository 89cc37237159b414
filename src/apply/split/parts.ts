import type { Range } from '../../search.ts'
import type { Section } from './sections.ts'

/** What a file that is fetched later holds: what runs after the first frame, or what never ran. */
export type LateKind = 'steady' | 'cold'

/** A file that is fetched later. What never ran may be in several, its clusters: 0, 1, ... */
export interface LateFile {
  readonly kind: LateKind
  readonly cluster: number
}

/** What of a section goes to one file. It is evaluated as one text, when something of it is first asked for. */
export interface Part {
  readonly section: Section
  readonly file: LateFile
}

interface Moved extends Range {
  readonly section: Section
  readonly kind: LateKind
}

export interface PartTable<T> {
  /** File by file, each in the order of the sections. */
  readonly parts: readonly Part[]
  readonly partOf: ReadonlyMap<T, Part>
}

/**
 * Which of the files each moved text goes to. Neighbours share a cluster: they come from one module or from modules that
 * import each other, so that who calls one of them is likely to need the others (Doloto's clusters).
 *
 * @param moved in any order, none in another
 * @param sections in order
 * @param clusterSize most characters of what never ran in one file; a larger text has one alone
 */
export function assignParts<T extends Moved>(
  moved: readonly T[],
  sections: readonly Section[],
  clusterSize: number,
): PartTable<T> {
  const groups: { file: LateFile; members: T[] }[] = []
  for (const kind of ['cold', 'steady'] as const) {
    const members = moved.filter((one) => one.kind === kind).sort((a, b) => a.start - b.start)
    for (const [cluster, group] of clusters(members, kind === 'cold' ? clusterSize : Infinity).entries()) {
      groups.push({ file: { kind, cluster }, members: group })
    }
  }
  const parts: Part[] = []
  const partOf = new Map<T, Part>()
  for (const { file, members } of groups) {
    for (const section of sections) {
      const here = members.filter((one) => one.section === section)
      if (here.length === 0) continue
      const part: Part = { section, file }
      parts.push(part)
      for (const one of here) partOf.set(one, part)
    }
  }
  return { parts, partOf }
}

function clusters<T extends Range>(members: readonly T[], most: number): T[][] {
  const groups: T[][] = []
  let size = 0
  for (const one of members) {
    const length = one.end - one.start
    if (groups.length === 0 || size + length > most) {
      groups.push([])
      size = 0
    }
    groups.at(-1)!.push(one)
    size += length
  }
  return groups
}
