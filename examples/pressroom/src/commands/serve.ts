import type { CommandFunction } from '../cli/program.ts'
import { startServer } from '../serve/server.ts'
import { Site } from '../site/site.ts'

export const serve: CommandFunction = async (config, _args, io) => {
  const running = await startServer(Site.open(config), config.port, config.requests)
  io.out(`listening on http://127.0.0.1:${running.port}/\n`)
  await running.done
  io.out(running.log.summary())
  return 0
}
