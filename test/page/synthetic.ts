import { placeRecording, type PlacedRecording } from '../../src/compare/index.ts'
import { PHASE_INFO, type LayoutPhase } from '../../src/model/phase.ts'
import type { FunctionRecord, Recording } from '../../src/model/recording.ts'

const FOLDERS = ['cli', 'config', 'content', 'render', 'serve', 'store', 'widgets', 'util']
const VERBS = ['parse', 'read', 'render', 'update', 'format', 'resolve', 'load', 'watch', 'merge', 'encode']
const NOUNS = ['Options', 'Page', 'Theme', 'Cache', 'Route', 'Header', 'Tree', 'Query', 'Feed', 'Token']

/** Numbers that look random and never change (Mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export interface SyntheticOptions {
  readonly functions: number
  readonly seed?: number
  readonly label?: string
  /** Start-up functions beyond those of the same seed without it. */
  readonly extraStartup?: number
}

/** A recording of the shape real ones have: many modules, few functions at start-up, most never run. */
export function syntheticRecording(options: SyntheticOptions): PlacedRecording {
  const { functions: count, seed = 1, label = 'synthetic', extraStartup = 0 } = options
  const random = numbers(seed)
  const phases: LayoutPhase[] = []
  const records: FunctionRecord[] = []
  const perModule = 25
  for (let f = 0; f < count; f++) {
    const moduleNumber = Math.floor(f / perModule)
    const folder = FOLDERS[moduleNumber % FOLDERS.length]!
    const module = `src/${folder}/${VERBS[moduleNumber % 7]!}-${NOUNS[moduleNumber % 10]!.toLowerCase()}${moduleNumber}.ts`
    const isModuleCode = f % perModule === 0
    const share = random()
    const lateness = random()
    const isExtra = f % 97 === 5 && f / 97 < extraStartup
    const phase: LayoutPhase =
      isModuleCode || isExtra || share < 0.05
        ? 'startup'
        : share < 0.09
          ? 'first_frame'
          : share < 0.3
            ? 'steady'
            : 'cold'
    const calls =
      phase === 'cold' ? 0 : phase === 'steady' ? 1 + Math.floor(lateness ** 4 * 20_000) : 1 + Math.floor(lateness * 4)
    const start = { startup: 0, first_frame: 60_000, steady: 90_000, cold: 0 }[phase]
    const size = 40 + Math.floor(random() ** 3 * 900)
    phases.push(phase)
    records.push({
      name: `${module}:${isModuleCode ? '<module>' : `${VERBS[f % 10]!}${NOUNS[Math.floor(f / 10) % 10]!}${f % perModule}`}`,
      module,
      line: 1 + (f % perModule) * 14,
      column: 1,
      size,
      totalSize: size,
      bodyHash: `h${seed}-${f}`,
      callCount: calls,
      firstCallUs: calls > 0 ? start + Math.floor(lateness * 60_000) : undefined,
      lastCallUs: calls > 0 ? 200_000 : undefined,
      totalUs: calls * 3,
      selfUs: calls > 0 ? Math.floor(1 + lateness * 50 + calls / 4) : 0,
      callees: new Map(),
      isStartupPath: phase === 'startup',
    })
  }
  const ran = records.flatMap((record, f) => (record.callCount > 0 ? [f] : []))
  ran.sort((a, b) => records[a]!.firstCallUs! - records[b]!.firstCallUs! || a - b)
  // Each function is called by some that ran before it.
  ran.forEach((f, position) => {
    if (position === 0) return
    let left = records[f]!.callCount
    for (let caller = 0; caller < 3 && left > 0; caller++) {
      const from = records[ran[Math.floor(random() ** 2 * Math.min(position, 400))]!]!
      const calls = caller === 2 ? left : Math.max(1, Math.floor(left / 2))
      const callees = from.callees as Map<string, number>
      callees.set(records[f]!.name, (callees.get(records[f]!.name) ?? 0) + calls)
      left -= calls
    }
  })
  const position = (us: number): number => ran.filter((f) => records[f]!.firstCallUs! <= us).length
  const recording: Recording = {
    complete: true,
    problems: [],
    functions: records,
    scenarios: [
      {
        kind: 'test',
        project: '',
        file: 'test/app.test.ts',
        test: 'app > starts and shows the first page',
        weight: 1,
        order: Int32Array.from(ran),
        calls: Float64Array.from(ran, (f) => records[f]!.callCount),
        marks: [
          { name: 'startup.complete', us: 60_000, position: position(60_000) },
          { name: 'first_frame', us: 120_000, position: position(120_000) },
        ],
      },
    ],
  }
  const rank = (f: number): number => records[f]!.firstCallUs ?? Infinity
  const order = [...records.keys()].sort((a, b) => {
    const byPhase = PHASE_INFO[phases[a]!].priority - PHASE_INFO[phases[b]!].priority
    return byPhase === 0 ? (rank(a) === rank(b) ? a - b : rank(a) - rank(b)) : byPhase
  })
  const budgets = { startup: 12, first_frame: 8, steady: 0, cold: 0 }
  return { label, recording, placement: placeRecording(recording, { order, phases, pageSize: 4096, budgets }) }
}
