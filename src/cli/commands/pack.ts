import { resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'

import { LayoutError } from '../../errors.ts'
import { writeFileAtomic } from '../../files/index.ts'
import { ALGORITHMS, orderFunctionsParallel, readWorkload, type Workload } from '../../pack/index.ts'
import type { Command, CommandIo } from '../command.ts'
import { parseAlgorithm, parseCount, parseShare } from '../pack-options.ts'
import { startProgress } from '../progress.ts'

const help = `\
vitest-layout pack WORKLOAD.json -o ORDER.txt [OPTIONS]

Orders the functions of a workload and writes one name a line.

  -o, --output FILE       where to write the order (required)
  --algorithm NAME        ${ALGORITHMS.join(', ')} (default hybrid)
  --page-size N           bytes of a page (default 4096)
  --early-fault-weight W  0 to 1: how much early faults count against all (default 0.4)
  --seed N                another seed gives another order, as good (default 1)
  --threads N             threads to use; the order is the same (default 1)
  --stats                 print time and memory as JSON

The workload: {"functions": [{"name", "size", "calls"}], "edges": [[caller, callee, calls]], "traces": [[function, ...]],
"weights": [weight of each trace]}; functions are named by their place in the list, each trace in the order of first execution.

Example:
  vitest-layout pack app.json -o order.txt --algorithm bp --page-size 16384 --stats
`

export const command: Command = {
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        algorithm: { type: 'string', default: 'hybrid' },
        'page-size': { type: 'string', default: '4096' },
        'early-fault-weight': { type: 'string' },
        seed: { type: 'string', default: '1' },
        threads: { type: 'string', default: '1' },
        stats: { type: 'boolean', default: false },
      },
    })
    const [input] = positionals
    if (input === undefined || positionals.length !== 1 || values.output === undefined) {
      throw new LayoutError('USAGE', 'expected one workload and `-o ORDER.txt`.', { hint: 'See `pack --help`.' })
    }
    const algorithm = parseAlgorithm(values.algorithm)
    const early = values['early-fault-weight']
    const options = {
      pageSize: parseCount('--page-size', values['page-size']),
      seed: parseCount('--seed', values.seed),
      threads: parseCount('--threads', values.threads),
      ...(early === undefined ? {} : { earlyFaultWeight: parseShare('--early-fault-weight', early) }),
    }
    const stopProgress = startProgress(io, 'packing')
    let spent: { parsed: number; solved: number; cpu: NodeJS.CpuUsage }
    let workload: Workload
    const begin = performance.now()
    try {
      workload = readWorkload(resolve(io.cwd, input))
      const parsed = performance.now()
      const before = process.cpuUsage()
      const order = await orderFunctionsParallel(workload, algorithm, options)
      spent = { cpu: process.cpuUsage(before), parsed, solved: performance.now() }
      writeFileAtomic(resolve(io.cwd, values.output), workload.names.toLines(order))
    } finally {
      stopProgress()
    }
    const { cpu, parsed, solved } = spent
    if (values.stats) {
      printStats(io, {
        algorithm,
        ...options,
        functions: workload.sizes.length,
        traces: workload.traces.weights.length,
        traceEntries: workload.traces.functions.length,
        edges: workload.edges.from.length,
        parseSeconds: (parsed - begin) / 1000,
        wallSeconds: (solved - parsed) / 1000,
        cpuSeconds: (cpu.user + cpu.system) / 1e6,
        // Kilobytes on every system that Node.js runs on.
        peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      })
    }
    return 0
  },
}

function printStats(io: CommandIo, stats: Readonly<Record<string, number | string>>): void {
  io.stdout.write(`${JSON.stringify(stats)}\n`)
}
