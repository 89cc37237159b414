import { nearest } from '../nearest.ts'
import type { ScenarioMeta } from './probe/index.ts'

const TYPES: Readonly<Record<keyof ScenarioMeta, 'string' | 'number'>> = {
  scenario: 'string',
  phase: 'string',
  stopMark: 'string',
  weight: 'number',
}
const EXPECTED: Readonly<Record<keyof ScenarioMeta, string>> = {
  scenario: 'a name',
  phase: 'the name of a phase',
  stopMark: "a marker's name",
  weight: 'a number above 0',
}

/** Sentences about what in a test's `meta.layout` means nothing. Values of the right type are judged with the recording. */
export function checkScenarioMeta(meta: unknown): string[] {
  if (typeof meta !== 'object' || meta === null) {
    return [`meta.layout is ${show(meta)}, expected an object with ${Object.keys(TYPES).join(', ')}; it was left out`]
  }
  const found: string[] = []
  for (const [key, value] of Object.entries(meta)) {
    if (value === undefined) continue
    if (!isKey(key)) {
      const meant = nearest(key, Object.keys(TYPES))
      const advice = meant === undefined ? `it takes ${Object.keys(TYPES).join(', ')}` : `did you mean ${meant}?`
      found.push(`unknown key ${JSON.stringify(key)} in meta.layout; ${advice}`)
    } else if (typeof value !== TYPES[key]) {
      found.push(`${key} is ${show(value)} in meta.layout, expected ${EXPECTED[key]}; it was left out`)
    }
  }
  return found
}

/** What of a test's `meta.layout` has the right type. */
export function readScenarioMeta(meta: unknown): ScenarioMeta {
  if (typeof meta !== 'object' || meta === null) return {}
  return Object.fromEntries(Object.entries(meta).filter(([key, value]) => isKey(key) && typeof value === TYPES[key]))
}

function isKey(key: string): key is keyof ScenarioMeta {
  return Object.hasOwn(TYPES, key)
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value)
}
