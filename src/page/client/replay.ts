import { eachPage, type Arrangement, type Side } from './side.ts'

const FILE_LOADED = 'vitest.loaded'

/** A scenario that can be played: functions in order of first execution. */
export interface Replay {
  readonly title: string
  readonly order: Int32Array
  readonly marks: readonly { readonly name: string; readonly position: number; readonly us: number }[]
  /** Whether times of first calls belong to this order, so that it may be drawn against time. */
  readonly hasTimes: boolean
}

/** Recorded scenarios, and in front of them all first calls by their time. */
export function listReplays(side: Side): Replay[] {
  const ran = Array.from(side.first.keys()).filter((f) => side.first[f]! >= 0)
  const byTime = Int32Array.from(ran).sort((a, b) => side.first[a]! - side.first[b]! || a - b)
  const marks = new Map<string, number>()
  for (const scenario of side.data.scenarios) {
    for (const { name, us } of scenario.marks) {
      // Set by the recorder in each test file: of many files together it says nothing.
      if (name === FILE_LOADED) continue
      marks.set(name, Math.min(us, marks.get(name) ?? Infinity))
    }
  }
  const positionAt = (us: number): number => {
    let position = 0
    while (position < byTime.length && side.first[byTime[position]!]! <= us) position++
    return position
  }
  const whole: Replay = {
    title: 'Whole recording, by time of first call',
    order: byTime,
    marks: [...marks].map(([name, us]) => ({ name, us, position: positionAt(us) })).sort((a, b) => a.us - b.us),
    hasTimes: ran.some((f) => side.first[f]! > 0),
  }
  const recorded = side.data.scenarios.map(({ title, order, marks: own }) => ({
    title,
    order: Int32Array.from(order),
    marks: own,
    hasTimes: false,
  }))
  return [whole, ...recorded]
}

/** How often pages of an arrangement are touched for the first time: pages touched after each step. */
export function pagesTouchedBy(side: Side, arrangement: Arrangement, order: Int32Array): Int32Array {
  const seen = new Uint8Array(arrangement.pageCount)
  const curve = new Int32Array(order.length + 1)
  let touched = 0
  order.forEach((f, step) => {
    eachPage(arrangement, side.size[f]!, f, (page) => {
      if (seen[page] === 0) touched++
      seen[page] = 1
    })
    curve[step + 1] = touched
  })
  return curve
}

/** Functions and pages that a replay has reached at a step. */
export interface Reached {
  /** 0: showing everything, nothing is lit. */
  readonly step: number
  readonly functions: Uint8Array
  readonly last: number
}

export function reachedAt(side: Side, replay: Replay, step: number): Reached {
  const functions = new Uint8Array(side.count)
  for (let at = 0; at < step; at++) functions[replay.order[at]!] = 1
  return { step, functions, last: step === 0 ? -1 : replay.order[step - 1]! }
}
