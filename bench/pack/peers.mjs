/**
 * Runs the peers on a workload: LLVM's balanced partitioning (`llvm-profdata order`) and lld's cdsort.
 * Debian and Ubuntu: `apt-get install llvm-19 lld-19 time`.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'

import { nameOf } from './workload.mjs'

const VERSION = process.env.LLVM_VERSION ?? '19'
const PROFDATA = `llvm-profdata-${VERSION}`
const LINKER = `ld.lld-${VERSION}`
const ASSEMBLER = `llvm-mc-${VERSION}`
const SYMBOLS = `llvm-nm-${VERSION}`
const FILLER = 'filler_'

function isInstalled(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
}

/** Which peers are here; a line for each that is not. */
export function findPeers() {
  const hasTime = spawnSync('/usr/bin/time', ['-f', '', 'true'], { stdio: 'ignore' }).status === 0
  const missing = []
  const llvm = hasTime && isInstalled(PROFDATA)
  const lld = isInstalled(LINKER) && isInstalled(ASSEMBLER) && isInstalled(SYMBOLS)
  if (!hasTime) missing.push('skipped LLVM: /usr/bin/time is not installed (it measures CPU and memory)')
  if (!isInstalled(PROFDATA)) missing.push(`skipped LLVM: ${PROFDATA} is not installed`)
  if (!lld) missing.push(`skipped lld: ${LINKER}, ${ASSEMBLER} or ${SYMBOLS} is not installed`)
  return { llvm, lld, missing }
}

/** CPU seconds and peak bytes of a program, its own start included. */
export function measure(program, args) {
  const done = spawnSync('/usr/bin/time', ['-f', '\n%U %S %M', program, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${done.stderr}`)
  const [user, system, kilobytes] = done.stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { cpu: user + system, memory: kilobytes * 1024, stdout: done.stdout }
}

function writeText(path, parts) {
  const file = openSync(path, 'w')
  let text = ''
  for (const part of parts) {
    text += part
    if (text.length > 1 << 20) {
      writeSync(file, text)
      text = ''
    }
  }
  writeSync(file, text)
  closeSync(file)
}

/** The functions that the peer named, then all others in source order. */
function complete(names, workload) {
  const order = []
  const placed = new Uint8Array(workload.count)
  for (const name of names) {
    const f = Number(name.slice(name.lastIndexOf('_f') + 2))
    if (placed[f] === 1) continue
    placed[f] = 1
    order.push(f)
  }
  for (let f = 0; f < workload.count; f++) if (placed[f] === 0) order.push(f)
  return order
}

/**
 * LLVM drops functions' traces that more than half of all functions share. `withFiller` adds a trace of as many functions
 * that do not exist, so that nothing is dropped; which of the two is better depends on the workload.
 */
export function runLlvm(workload, folder, withFiller) {
  const traced = [...new Set(workload.traces.flatMap((trace) => Array.from(trace)))].sort((a, b) => a - b)
  const traces = workload.traces.length + (withFiller ? 1 : 0)
  const profile = `${folder}/profile.proftext`
  writeText(
    profile,
    (function* () {
      yield `:ir\n:temporal_prof_traces\n${traces}\n${traces}\n`
      for (const trace of workload.traces) yield `1\n${Array.from(trace, (f) => nameOf(workload, f)).join(',')}\n`
      if (withFiller) yield `1\n${traced.map((_, i) => FILLER + i).join(',')}\n`
      for (const f of traced)
        yield `${nameOf(workload, f)}\n${f + 1}\n1\n${Math.max(1, Math.round(workload.calls[f]))}\n`
      if (withFiller) for (const i of traced.keys()) yield `${FILLER}${i}\n${i + 1}\n1\n1\n`
    })(),
  )
  const { cpu, memory } = measure(PROFDATA, ['order', profile, '-o', `${folder}/llvm.txt`])
  const names = readFileSync(`${folder}/llvm.txt`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith(FILLER))
  rmSync(profile)
  return { order: complete(names, workload), cpu, memory }
}

/** lld's cdsort: an object with a section for each function, linked with the call graph. */
export function runLld(workload, folder) {
  const source = `${folder}/functions.s`
  const object = `${folder}/functions.o`
  const graph = `${folder}/calls.txt`
  const linked = `${folder}/functions.elf`
  writeText(
    source,
    (function* () {
      for (let f = 0; f < workload.count; f++) {
        const name = nameOf(workload, f)
        yield `.section .text.${name},"ax",@progbits\n.globl ${name}\n.type ${name},@function\n${name}:\n.zero ${workload.sizes[f]}\n`
      }
    })(),
  )
  measure(ASSEMBLER, ['-filetype=obj', '-triple=x86_64-linux-gnu', source, '-o', object])
  writeText(
    graph,
    (function* () {
      for (const { from, to, count } of workload.loads) {
        yield `${nameOf(workload, from)} ${nameOf(workload, to)} ${count}\n`
      }
      for (let f = 0; f < workload.count; f++) {
        for (let site = workload.offsets[f]; site < workload.offsets[f + 1]; site++) {
          const count = Math.round(workload.edgeCalls[site])
          if (count > 0) yield `${nameOf(workload, f)} ${nameOf(workload, workload.callee[site])} ${count}\n`
        }
      }
    })(),
  )
  measure(LINKER, [
    '-e',
    '0',
    '--call-graph-profile-sort=cdsort',
    `--call-graph-ordering-file=${graph}`,
    object,
    '-o',
    linked,
  ])
  const rows = measure(SYMBOLS, ['-P', '--defined-only', linked])
    .stdout.split('\n')
    .filter((line) => line.includes('_f'))
    .map((line) => line.split(' '))
    .map(([name, , address]) => ({ name, address: Number.parseInt(address, 16) }))
    .sort((a, b) => a.address - b.address)
  for (const file of [source, object, graph, linked]) rmSync(file)
  return complete(
    rows.map(({ name }) => name),
    workload,
  )
}
