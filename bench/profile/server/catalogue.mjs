// A shop's catalogue held in memory: the kind of own code that stands behind routes.
const COLOURS = ['red', 'green', 'blue', 'black', 'white']
const KINDS = ['shoe', 'shirt', 'hat', 'bag', 'sock', 'coat']

export class Product {
  #cents
  constructor(id, name, kind, colour, cents, stock) {
    this.id = id
    this.name = name
    this.kind = kind
    this.colour = colour
    this.#cents = cents
    this.stock = stock
  }
  get cents() {
    return this.#cents
  }
  get isAvailable() {
    return this.stock > 0
  }
  matches(words) {
    return words.every((word) => this.name.includes(word) || this.kind === word || this.colour === word)
  }
  toJSON() {
    const { id, name, kind, colour, stock } = this
    return { id, name, kind, colour, stock, cents: this.#cents, price: formatPrice(this.#cents) }
  }
}

export function formatPrice(cents) {
  return `${Math.trunc(cents / 100)}.${padTwo(cents % 100)}`
}

function padTwo(number) {
  return number < 10 ? `0${number}` : String(number)
}

function seeded(seed) {
  let state = seed
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296
}

export function makeCatalogue(count) {
  const random = seeded(7)
  const pick = (list) => list[Math.floor(random() * list.length)]
  return Array.from({ length: count }, (_, id) => {
    const kind = pick(KINDS)
    const colour = pick(COLOURS)
    return new Product(id, `${colour} ${kind} no. ${id}`, kind, colour, 500 + Math.floor(random() * 20_000), id % 7)
  })
}

const comparers = {
  name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  price: (a, b) => a.cents - b.cents,
  stock: (a, b) => b.stock - a.stock,
}

export function search(catalogue, { q = '', sort = 'name', page = 0, size = 20 }) {
  const words = splitWords(q)
  const found = catalogue.filter((product) => product.isAvailable && product.matches(words))
  found.sort(comparers[sort] ?? comparers.name)
  return { total: found.length, items: found.slice(page * size, (page + 1) * size) }
}

function splitWords(text) {
  return text.toLowerCase().split(/\s+/).filter(isWord)
}

function isWord(text) {
  return text !== ''
}
