import type { CommandFunction } from '../cli/program.ts'
import { readPosts } from '../content/read.ts'
import { computeStatistics, formatStatistics } from '../site/statistics.ts'

export const stats: CommandFunction = async (config, args, io) => {
  const statistics = computeStatistics(readPosts(config.root, true))
  io.out(args.includes('json') ? `${JSON.stringify(statistics)}\n` : formatStatistics(statistics))
  return 0
}
