// Rounds of earlier runs: a table can be gathered from several short runs, as long as it is the same build.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

import { out } from './build.mjs'
import { NODE_FLAGS } from './processes.mjs'
import { PROGRAMS } from './work.mjs'

const FILE = `${out}-runs.json`
const BUILT = [
  'server/plain/main',
  'server/probes/main',
  'parser/plain/main',
  'parser/probes/main',
  'profiler/register',
]

/** What must be the same for rounds to stand in one table. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.version} ${NODE_FLAGS.join(' ')} ${JSON.stringify(PROGRAMS)}`)
  for (const name of [...BUILT, 'profiler/node/worker']) hash.update(readFileSync(join(out, `${name}.mjs`)))
  return hash.digest('hex').slice(0, 16)
}

/** Rounds of this build, by the part of the benchmark. */
export function readRounds() {
  const empty = { build: fingerprint(), parts: {} }
  if (!existsSync(FILE)) return empty
  const stored = JSON.parse(readFileSync(FILE, 'utf8'))
  return stored.build === empty.build ? stored : empty
}

export function writeRounds(rounds) {
  writeFileSync(FILE, JSON.stringify(rounds))
}
