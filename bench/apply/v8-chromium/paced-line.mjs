// A line of a stated rate between server and page: all answers share it evenly, and each begins after a stated delay.
// The throttling of the DevTools protocol gives every answer a pace of its own: two at once end earlier there than one of
// the same size. This one does not.

const TICK_MS = 2

export class PacedLine {
  #bytesPerMs
  #delayMs
  /** Answers that are being sent. */
  #open = []
  #last = 0
  #timer

  constructor({ bitsPerSecond, delayMs }) {
    this.#bytesPerMs = bitsPerSecond / 8 / 1000
    this.#delayMs = delayMs
  }

  /** Sends a body, whose head was written before, to its end. */
  send(response, body) {
    setTimeout(() => {
      response.flushHeaders()
      this.#open.push({ response, body, at: 0 })
      response.on('close', () => {
        this.#open = this.#open.filter((one) => one.response !== response)
      })
      if (this.#timer !== undefined) return
      this.#last = performance.now()
      this.#timer = setInterval(() => this.#tick(), TICK_MS)
    }, this.#delayMs)
  }

  #tick() {
    const now = performance.now()
    let budget = (now - this.#last) * this.#bytesPerMs
    this.#last = now
    // Who needs less than an even share leaves the rest to the others.
    const waiting = this.#open.toSorted((a, b) => a.body.length - a.at - (b.body.length - b.at))
    for (const [index, one] of waiting.entries()) {
      const share = Math.min(budget / (waiting.length - index), one.body.length - one.at)
      const to = Math.min(one.body.length, Math.round(one.at + share))
      one.response.write(one.body.subarray(one.at, to))
      budget -= to - one.at
      one.at = to
      if (to === one.body.length) one.response.end()
    }
    this.#open = this.#open.filter(({ body, at }) => at < body.length)
    if (this.#open.length > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
