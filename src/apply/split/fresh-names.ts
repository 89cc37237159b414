const LETTERS = '$_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Short names that a file does not have. */
export class FreshNames {
  private readonly taken: ReadonlySet<string>
  private count = 0

  constructor(taken: ReadonlySet<string>) {
    this.taken = taken
  }

  next(): string {
    for (;;) {
      const name = `$${shortName(this.count++)}`
      if (!this.taken.has(name)) return name
    }
  }
}

/** The shortest names in order: ``, `$`, `_`, ..., `$$`. */
export function shortName(count: number): string {
  let name = ''
  for (let rest = count; rest > 0; rest = Math.floor((rest - 1) / LETTERS.length)) {
    name = LETTERS[(rest - 1) % LETTERS.length]! + name
  }
  return name
}
