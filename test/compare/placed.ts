import { placeRecording, type PlacedRecording } from '../../src/compare/index.ts'
import { PHASE_INFO, PHASES, type LayoutPhase } from '../../src/model/phase.ts'
import { sketchRecording, type Sketch } from '../exchange/recordings.ts'

export interface PlacedSketch extends Sketch {
  readonly phase?: LayoutPhase
}

export interface SideOptions {
  readonly pageSize?: number
  readonly budgets?: Partial<Record<LayoutPhase, number>>
}

/** A side of a comparison: functions keep their order within their phase. */
export function side(label: string, sketches: readonly PlacedSketch[], options: SideOptions = {}): PlacedRecording {
  const { pageSize = 4096, budgets = {} } = options
  const phases = sketches.map(({ phase, calls = 1 }): LayoutPhase => phase ?? (calls > 0 ? 'steady' : 'cold'))
  const recording = sketchRecording(
    sketches.map((sketch, index) => ({ ...sketch, startup: sketch.startup ?? phases[index] === 'startup' })),
  )
  const order = [...sketches.keys()].sort(
    (a, b) => PHASE_INFO[phases[a]!].priority - PHASE_INFO[phases[b]!].priority || a - b,
  )
  const all = Object.fromEntries(PHASES.map((phase) => [phase, budgets[phase] ?? 0])) as Record<LayoutPhase, number>
  return { label, recording, placement: placeRecording(recording, { order, phases, pageSize, budgets: all }) }
}

/** A base and a head in which help text was pulled into start-up. */
export function helpExample(): { base: PlacedRecording; head: PlacedRecording } {
  const shared: PlacedSketch[] = [
    { name: 'src/main.ts:<module>', phase: 'startup', size: 300, callees: { 'src/main.ts:main': 1 } },
    {
      name: 'src/main.ts:main',
      phase: 'startup',
      size: 900,
      callees: { 'src/cli.ts:parse': 1, 'src/view.ts:render': 1 },
    },
    { name: 'src/view.ts:render', phase: 'first_frame', size: 2000, bodyHash: 'render' },
    { name: 'src/view.ts:scroll', phase: 'steady', size: 800, calls: 40 },
  ]
  const base = side(
    'main',
    [
      ...shared,
      { name: 'src/cli.ts:parse', phase: 'startup', size: 1200, callees: {} },
      { name: 'src/old.ts:pad', phase: 'steady', size: 60, bodyHash: 'pad', calls: 3 },
      { name: 'src/help.ts:wrap', phase: 'cold', size: 2500, calls: 0 },
      { name: 'src/gone.ts:gone', phase: 'cold', size: 20, calls: 0 },
    ],
    { budgets: { startup: 2, first_frame: 4 } },
  )
  const head = side(
    'feature',
    [
      ...shared,
      {
        name: 'src/cli.ts:parse',
        phase: 'startup',
        size: 1250,
        callees: { 'src/help.ts:usage': 1, 'src/new.ts:pad': 3 },
      },
      { name: 'src/new.ts:pad', phase: 'steady', size: 60, bodyHash: 'pad', calls: 3 },
      { name: 'src/help.ts:usage', phase: 'startup', size: 3500, callees: { 'src/help.ts:wrap': 9 } },
      { name: 'src/help.ts:wrap', phase: 'startup', size: 2500, calls: 9 },
      { name: 'src/chart.ts:<module>', phase: 'startup', size: 150 },
      { name: 'src/chart.ts:draw', phase: 'cold', size: 5000, calls: 0 },
    ],
    { budgets: { startup: 2, first_frame: 4 } },
  )
  return { base, head }
}
