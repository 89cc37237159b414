import { Worker } from 'node:worker_threads'

import type { CommandIo } from './command.ts'

/** Below this nobody wonders what is going on. */
const QUIET_MS = 1000

const TICKER = `
const { workerData } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const start = Date.now()
setTimeout(() => {
  setInterval(() => writeSync(2, '\\r' + workerData.label + ' ' + Math.round((Date.now() - start) / 1000) + ' s '), 200)
}, workerData.quiet)
`

/**
 * Shows on a terminal that work goes on, once it has taken more than a second.
 * From a thread of its own, for the work keeps this one busy.
 *
 * @returns ends it and clears the line
 */
export function startProgress(io: CommandIo, label: string): () => void {
  if (io.stderr.isTTY !== true) return () => {}
  const worker = new Worker(TICKER, { eval: true, workerData: { label, quiet: QUIET_MS } })
  worker.unref()
  return () => {
    void worker.terminate()
    io.stderr.write('\r\u001B[K')
  }
}
