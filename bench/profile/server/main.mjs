// oxlint-disable oxc/no-async-endpoint-handlers -- written for Express; fastify awaits its handlers
import { Eta } from 'eta'
import fastify from 'fastify'

import { formatPrice, makeCatalogue, search } from './catalogue.mjs'
import { OrderError, priceOrder } from './orders.mjs'

const PAGE = `<!doctype html><title><%= it.title %></title><h1><%= it.title %></h1>
<% if (it.items.length === 0) { %><p>Nothing found.</p><% } else { %><ul>
<% for (const item of it.items) { %><li class="<%= item.isAvailable ? 'in' : 'out' %>"><b><%= item.name %></b> <%= it.price(item.cents) %></li>
<% } %></ul><% } %>`

const searchQuery = {
  type: 'object',
  properties: {
    q: { type: 'string', maxLength: 100 },
    sort: { enum: ['name', 'price', 'stock'] },
    page: { type: 'integer', minimum: 0 },
    size: { type: 'integer', minimum: 1, maximum: 100 },
  },
}
const orderBody = {
  type: 'object',
  required: ['country', 'lines'],
  additionalProperties: false,
  properties: {
    country: { type: 'string', pattern: '^[A-Z]{2}$' },
    lines: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['id', 'quantity'],
        properties: { id: { type: 'integer', minimum: 0 }, quantity: { type: 'integer', minimum: 1 } },
      },
    },
  },
}

function createApp() {
  const app = fastify()
  const catalogue = makeCatalogue(400)
  const eta = new Eta()
  const template = eta.compile(PAGE)
  app.get('/api/products', { schema: { querystring: searchQuery } }, async (request) =>
    search(catalogue, request.query),
  )
  app.post('/api/orders', { schema: { body: orderBody } }, async (request) => priceOrder(catalogue, request.body))
  app.get('/products', { schema: { querystring: searchQuery } }, async (request, reply) => {
    const { items, total } = search(catalogue, request.query)
    reply.type('text/html')
    return eta.render(template, { title: `${total} products`, items, price: formatPrice })
  })
  app.setErrorHandler((error, request, reply) => {
    const status = error instanceof OrderError ? error.statusCode : (error.statusCode ?? 500)
    return reply.code(status).send({ error: error.message })
  })
  return app
}

const app = createApp()
await app.listen({ port: 0, host: '127.0.0.1' })
performance.mark('startup.complete')

process.on('disconnect', () => process.exit())
process.on('message', async (message) => {
  if (message === 'cpu') process.send({ cpu: process.cpuUsage() })
  if (message === 'stop') {
    await app.close()
    process.disconnect()
  }
})
process.send({ port: app.server.address().port, cpu: process.cpuUsage() })
