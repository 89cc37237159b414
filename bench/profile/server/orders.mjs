const RULES = [
  { name: 'ten or more', applies: (line) => line.quantity >= 10, factor: 0.9 },
  { name: 'socks', applies: (line) => line.product.kind === 'sock', factor: 0.8 },
  { name: 'dear', applies: (line) => line.product.cents > 15_000, factor: 0.95 },
]

export class OrderError extends Error {
  constructor(message) {
    super(message)
    this.statusCode = 422
  }
}

export function priceOrder(catalogue, order) {
  const lines = order.lines.map((line) => resolveLine(catalogue, line))
  const priced = lines.map(priceLine)
  const net = sum(priced, (line) => line.cents)
  const tax = taxOf(net, order.country)
  return { net, tax, total: net + tax, lines: priced.map(describeLine) }
}

function resolveLine(catalogue, { id, quantity }) {
  const product = catalogue[id]
  if (product === undefined) throw new OrderError(`no product ${id}`)
  return { product, quantity }
}

function priceLine(line) {
  let cents = line.product.cents * line.quantity
  const applied = []
  for (const rule of RULES) {
    if (!rule.applies(line)) continue
    cents = Math.round(cents * rule.factor)
    applied.push(rule.name)
  }
  return { ...line, cents, applied }
}

function describeLine({ product, quantity, cents, applied }) {
  return { id: product.id, name: product.name, quantity, cents, rules: applied.join(', ') }
}

function taxOf(net, country) {
  switch (country) {
    case 'DE':
      return Math.round(net * 0.19)
    case 'FR':
      return Math.round(net * 0.2)
    default:
      return 0
  }
}

function sum(list, value) {
  let total = 0
  for (const item of list) total += value(item)
  return total
}

/** Never called in the benchmark: what cold code looks like. */
export function refundOrder(order, reason) {
  if (reason === '') throw new OrderError('a refund needs a reason')
  return { ...order, total: -order.total, reason }
}
