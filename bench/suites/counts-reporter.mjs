// Compares each test file's recording with what V8 counted in the same worker; stands before the layout reporter.
import { writeFileSync } from 'node:fs'

const { decodeBlock, recorderOf } = await import(new URL('../../dist/src/record/index.js', import.meta.url).href)

export default class CountsReporter {
  #file
  #vitest
  #v8 = new Map()
  #probes = new Map()
  #files = 0
  #missing = []

  constructor({ file }) {
    this.#file = file
  }

  onInit(vitest) {
    this.#vitest = vitest
  }

  onTestModuleEnd(module) {
    const meta = module.meta()
    if (meta.layout === undefined || meta.layoutV8 === undefined) {
      this.#missing.push(module.relativeModuleId)
      return
    }
    this.#files++
    const block = decodeBlock(meta.layout)
    for (const [index, slot] of block.slots.entries()) add(this.#probes, slot, block.calls[index])
    for (const [slot, calls] of Object.entries(JSON.parse(meta.layoutV8))) add(this.#v8, Number(slot), calls)
    delete meta.layoutV8
  }

  onTestRunEnd() {
    const { functions, unrecorded, warnings } = recorderOf(this.#vitest)
    const differences = []
    let executed = 0
    let calls = 0
    for (const [slot, { name, line, column }] of functions) {
      const v8 = this.#v8.get(slot) ?? 0
      const probes = this.#probes.get(slot) ?? 0
      if (v8 > 0) executed++
      calls += v8
      if (v8 !== probes) differences.push({ name, line, column, v8, probes })
    }
    const result = {
      files: this.#files,
      missing: this.#missing,
      functions: functions.size,
      executed,
      calls,
      differences,
      unrecorded,
      warnings,
    }
    writeFileSync(this.#file, JSON.stringify(result))
  }
}

function add(map, key, value) {
  map.set(key, (map.get(key) ?? 0) + value)
}
