import { expect, test } from 'vitest'

import { loadConfig } from '../src/config/load.ts'
import { startServer } from '../src/serve/server.ts'
import { Site } from '../src/site/site.ts'
import { makeSite } from './site-fixture.ts'

test(
  'serves until it has answered enough',
  { meta: { layout: { scenario: 'serve', stopMark: 'first_frame', phase: 'startup', weight: 3 } } },
  async () => {
    const { root } = makeSite()
    const site = Site.open(loadConfig(root))
    const running = await startServer(site, 0, 40)
    const get = (path: string) => fetch(`http://127.0.0.1:${running.port}${path}`)
    expect((await get('/')).status).toBe(200)
    for (let round = 0; round < 12; round++) {
      expect((await get('/posts/hello-world')).status).toBe(200)
      expect((await get('/feed.xml')).headers.get('content-type')).toContain('atom')
      expect((await get(`/nothing/${round}`)).status).toBe(404)
    }
    await get('/archive/')
    await get('/tags/web/')
    await get('/page/2/')
    await running.done
    expect(running.log.summary()).toBe('40 requests, 12 not found\n')
    expect(running.log.slowest()).toBeDefined()
  },
)
