let state = 1

/** A number from 0 up to `below`, by xorshift32, so that every run has the same input. */
export function random(below) {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) % below
}
