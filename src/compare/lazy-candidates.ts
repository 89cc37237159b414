import { compare, type PlacedRecording } from './placed.ts'

export interface LazyModule {
  readonly module: string
  readonly bytes: number
  readonly functions: number
}

/**
 * Modules that were loaded before the first frame though none of their functions ran by then: `import()` where they are
 * needed takes them out of start-up. Modules without functions are not named (constants are read without a call), nor are
 * those that an annotation pins. The largest first.
 */
export function findLazyModules({ recording, placement }: PlacedRecording): LazyModule[] {
  interface Found {
    bytes: number
    functions: number
    isLoadedEarly: boolean
    isNeededEarly: boolean
  }
  const modules = new Map<string, Found>()
  recording.functions.forEach((record, index) => {
    let found = modules.get(record.module)
    if (found === undefined) {
      found = { bytes: 0, functions: 0, isLoadedEarly: false, isNeededEarly: false }
      modules.set(record.module, found)
    }
    found.bytes += record.size
    const phase = placement.phases[index]!
    const isEarly = record.callCount > 0 && (record.isStartupPath || phase === 'startup' || phase === 'first_frame')
    if (record.name === `${record.module}:<module>`) {
      found.isLoadedEarly ||= isEarly
    } else {
      found.functions++
      found.isNeededEarly ||= isEarly || record.hint?.phase === 'startup' || record.hint?.phase === 'first_frame'
    }
  })
  return [...modules]
    .filter(([, found]) => found.functions > 0 && found.isLoadedEarly && !found.isNeededEarly)
    .map(([module, { bytes, functions }]) => ({ module, bytes, functions }))
    .sort((a, b) => b.bytes - a.bytes || compare(a.module, b.module))
}
