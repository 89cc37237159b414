import { expect, test } from 'vitest'

import { main } from '../src/main.ts'
import { makeSite } from './site-fixture.ts'

// The start that counts: from the command line to the first answer. The markers in the source say where start-up ends.
const scenario = { scenario: 'serve', stopMark: 'first_frame', weight: 3 }

test('serves until it has answered enough', { meta: { layout: scenario } }, async () => {
  const { io, out } = makeSite()
  const done = main(['serve', '--port', '0', '--requests', '40'], io)
  await expect.poll(() => out.join('')).toContain('listening')
  const origin = /http:\/\/[\d.:]+/.exec(out.join(''))![0]
  const get = (path: string) => fetch(`${origin}${path}`)
  expect((await get('/')).status).toBe(200)
  for (let round = 0; round < 12; round++) {
    expect((await get('/posts/hello-world')).status).toBe(200)
    expect((await get('/feed.xml')).headers.get('content-type')).toContain('atom')
    expect((await get(`/nothing/${round}`)).status).toBe(404)
  }
  await get('/archive/')
  await get('/tags/web/')
  await get('/page/2/')
  expect(await done).toBe(0)
  expect(out.at(-1)).toBe('40 requests, 12 not found\n')
})
