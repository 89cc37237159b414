import type { Reporter, TestModule, Vitest } from 'vitest/node'

import { decodeBlock, recorderOf } from '../src/record/index.ts'

/** Placeholder until the reporter is written: decodes the blocks and prints what ran. */
export default class LayoutReporter implements Reporter {
  readonly options: Record<string, unknown>
  #vitest: Vitest | undefined

  constructor(options: Record<string, unknown> = {}) {
    this.options = options
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestModuleEnd(module: TestModule): void {
    const meta = module.meta() as { layout?: string }
    if (meta.layout === undefined || this.#vitest === undefined) return
    const block = decodeBlock(meta.layout)
    delete meta.layout
    const recorder = recorderOf(this.#vitest)
    for (const [index, slot] of block.slots.entries()) {
      this.#vitest.logger.log(`${recorder?.functions.get(slot)?.name ?? slot} ${block.calls[index]}`)
    }
  }
}
