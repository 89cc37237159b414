/**
 * Random programs for the oracles. One plan prints twice: plain, and with `t(id)` at each function's entry for the
 * reference tracer, which reads the engine's own stack. Each line of the print belongs to one function, so that a
 * stack frame's line tells whose frame it is.
 */
export interface Program {
  /** The module's source. */
  readonly plain: string
  /** The same with `t(id)` calls. */
  readonly traced: string
  /** Function of each line of `traced`, from line 1. */
  readonly owners: readonly string[]
  /** Classes that extend nothing. */
  readonly baseClasses: ReadonlySet<string>
}

type Kind = 'sync' | 'arrow' | 'async' | 'asyncArrow' | 'gen' | 'asyncGen'

interface Line {
  readonly text: string
  readonly owner: string
  readonly isTrace: boolean
}

interface Callable {
  readonly name: string
  readonly kind: Kind
  /** Source of the callee: `f1`, `o2.m3`. */
  readonly callee: string
}

interface Context {
  readonly owner: string
  readonly canAwait: boolean
  readonly canYield: boolean
  /** Label of the innermost loop. */
  readonly label: string | undefined
  readonly depth: number
}

export function generateProgram(seed: number, size: number): Program {
  return new Generator(seed, size).run()
}

class Generator {
  readonly #random: () => number
  readonly #size: number
  readonly #lines: Line[] = []
  #count = 0
  readonly #baseClasses = new Set<string>()
  readonly #callables: Callable[] = []
  readonly #classes: { name: string; members: string[] }[] = []

  constructor(seed: number, size: number) {
    this.#random = mulberry32(seed)
    this.#size = size
  }

  run(): Program {
    const kinds: Kind[] = ['sync', 'arrow', 'async', 'asyncArrow', 'gen', 'asyncGen']
    // Names first: bodies may call what stands below, at run time.
    const plans = Array.from({ length: 3 + this.#int(this.#size) }, () => ({
      name: this.#name('f'),
      kind: this.#pick(kinds),
      form: this.#pick(['plain', 'plain', 'method', 'class'] as const),
    }))
    const objects = new Map<string, string>()
    for (const plan of plans) {
      const isArrow = plan.kind === 'arrow' || plan.kind === 'asyncArrow'
      if (plan.form === 'method' && !isArrow) {
        const object = this.#name('o')
        objects.set(plan.name, object)
        this.#callables.push({ ...plan, callee: `${object}.${plan.name}` })
      } else {
        this.#callables.push({ ...plan, callee: plan.name })
      }
    }
    for (const plan of plans) {
      const object = objects.get(plan.name)
      if (object !== undefined) {
        this.#emit('<module>', `const ${object} = {`)
        this.#function('<module>', plan.name, plan.kind, 'method', 0)
        this.#emit('<module>', `}`)
      } else {
        this.#function('<module>', plan.name, plan.kind, 'declaration', 0)
      }
    }
    // Classes last: what their definition runs must be there.
    for (const plan of plans) if (plan.form === 'class') this.#class()
    const context: Context = { owner: '<module>', canAwait: true, canYield: false, label: undefined, depth: 0 }
    for (let i = 0; i < 4 + this.#int(this.#size); i++) {
      this.#emit('<module>', `log('#' + ${i});`)
      this.#emit('<module>', 'try {')
      this.#statement(context)
      this.#emit('<module>', `} catch (e) {`)
      this.#emit('<module>', `log(String(e)); }`)
      this.#emit('<module>', `await lib.settle();`)
    }
    const traced = this.#lines
    return {
      plain: traced.map((line) => (line.isTrace ? '' : line.text)).join('\n'),
      traced: traced.map((line) => line.text).join('\n'),
      owners: traced.map((line) => line.owner),
      baseClasses: this.#baseClasses,
    }
  }

  #function(outer: string, name: string, kind: Kind, form: 'declaration' | 'method' | 'const', depth: number): void {
    const isAsync = kind === 'async' || kind === 'asyncArrow' || kind === 'asyncGen'
    const isGenerator = kind === 'gen' || kind === 'asyncGen'
    const isArrow = kind === 'arrow' || kind === 'asyncArrow'
    const prefix = isAsync ? 'async ' : ''
    const star = isGenerator ? '*' : ''
    if (isArrow) this.#emit(outer, `const ${name} =`)
    this.#emit(
      name,
      isArrow ? `${prefix}(` : form === 'method' ? `${prefix}${star}${name}(` : `${prefix}function${star} ${name}(`,
    )
    this.#parameters(name, isGenerator, form === 'const')
    if (kind === 'arrow' && this.#chance(0.3)) {
      this.#emit(name, ') => (')
      this.#emit(name, `t(${quote(name)}),`, true)
      this.#emit(name, 'lib.burn() ? undefined :')
      this.#emit(name, this.#expression({ owner: name, canAwait: false, canYield: false, label: undefined, depth: 9 }))
      this.#emit(name, ');')
      return
    }
    this.#emit(name, isArrow ? ') => {' : ') {')
    if (!isGenerator) this.#emit(name, `t(${quote(name)});`, true)
    this.#emit(name, `if (lib.burn()) return;`)
    const context: Context = {
      owner: name,
      canAwait: isAsync,
      canYield: isGenerator,
      label: undefined,
      depth: depth + 1,
    }
    this.#block(context)
    this.#emit(name, form === 'method' ? '},' : isArrow ? '};' : '}')
  }

  /** Callers never pass these. A generator's entry is traced here: its body begins later. */
  #parameters(owner: string, isGenerator: boolean, isPassedArguments: boolean): void {
    if (isGenerator) this.#emit(owner, `_t = t(${quote(owner)}),`, true)
    const context: Context = { owner, canAwait: false, canYield: false, label: undefined, depth: 9 }
    // The reference program traces a plain function in its body: what its parameters run must not throw before that.
    if (!this.#chance(0.35)) return
    const value = `lib.${isGenerator ? 'call' : 'safe'}(${this.#callback(context)})`
    const forms = [
      `p = ${value}`,
      `{ p } = { p: ${value} }`,
      `{ p = ${value} } = {}`,
      'p = 1, ...q',
      `p = ${value}, ...q`,
    ]
    // A native may pass a number, and there is no tracing that error in the plain print.
    if (!isPassedArguments) forms.push(`[p] = [${value}]`)
    this.#emit(owner, this.#pick(forms))
  }

  /** A callback named before its use would need a statement; the native or library gets a known function. */
  #callback(context: Context): string {
    return this.#callee(context, ['sync', 'arrow', 'async', 'asyncArrow', 'gen'])
  }

  #class(): void {
    const name = this.#name('C')
    const base = this.#chance(0.4) ? this.#classes.at(-1)?.name : undefined
    const context = (owner: string): Context => ({
      owner,
      canAwait: false,
      canYield: false,
      label: undefined,
      depth: 2,
    })
    this.#emit('<module>', `class ${name}${base === undefined ? '' : ` extends ${base}`} {`)
    const fields = `${name}.<instance_members>`
    const statics = `${name}.<static_members>`
    if (base === undefined) this.#baseClasses.add(name)
    const members: string[] = []
    if (this.#chance(0.5)) {
      this.#emit(fields, `_t = t(${quote(fields)});`, true)
      this.#emit(fields, `a${name} = lib.call(${this.#callback(context(fields))});`)
      this.#emit(fields, `#b = 1;`)
    }
    if (this.#chance(0.4)) {
      this.#emit(statics, `static _t${name} = t(${quote(statics)});`, true)
      this.#emit(statics, `static s${name} = lib.safe(${this.#callback(context(statics))});`)
      if (this.#chance(0.5)) {
        this.#emit(statics, 'static { try {')
        this.#statement(context(statics))
        this.#emit(statics, '} catch {} }')
      }
    }
    if (this.#chance(0.6)) {
      const id = `${name}.constructor`
      const isBefore = this.#chance(0.5)
      this.#emit(id, 'constructor() {')
      this.#emit(id, `t(${quote(id)});`, true)
      if (base !== undefined && !isBefore) this.#emit(id, 'super();')
      this.#emit(id, `lib.burn() || ${this.#expression(context(id))};`)
      if (base !== undefined && isBefore) this.#emit(id, 'super();')
      this.#emit(id, '}')
    }
    const getter = this.#name('g')
    this.#emit(getter, `get ${getter}() {`)
    this.#emit(getter, `t(${quote(getter)});`, true)
    this.#emit(getter, 'if (lib.burn()) return 1;')
    this.#block(context(getter))
    this.#emit(getter, '}')
    members.push(`lib.make(${name})?.${getter}`, `new ${name}().${getter}`)
    const method = this.#name('m')
    this.#function('<module>', method, this.#pick(['sync', 'async', 'gen'] as const), 'method', 1)
    // A class body takes no commas.
    this.#lines.push({ ...this.#lines.pop()!, text: '}' })
    members.push(`lib.use(new ${name}().${method}())`, `lib.use(lib.make(${name})?.${method}?.())`)
    this.#emit('<module>', '}')
    this.#classes.push({ name, members })
  }

  #block(context: Context): void {
    const count = this.#int(4)
    for (let i = 0; i < count; i++) this.#statement(context)
  }

  #statement(context: Context): void {
    const { owner, canAwait, canYield, label, depth } = context
    const deeper = { ...context, depth: depth + 1 }
    const value = (): string => this.#expression(context)
    const choices: (() => void)[] = [
      () => this.#emit(owner, `${value()};`),
      () => this.#emit(owner, `${value()};`),
      () => this.#emit(owner, `log(String(${value()}));`),
      () => this.#emit(owner, `if (lib.flip()) throw new Error('${owner}');`),
    ]
    if (owner !== '<module>' && !owner.includes('<static')) {
      choices.push(() => this.#emit(owner, `if (lib.flip()) return ${value()};`))
    }
    if (label !== undefined) {
      const jump = this.#pick(['break', 'continue', `continue ${label}`, `break ${label}`])
      choices.push(() => this.#emit(owner, `if (lib.flip()) ${jump};`))
    }
    if (depth < 4) {
      choices.push(
        () => this.#tryStatement(deeper),
        () => this.#tryStatement(deeper),
        () => {
          this.#emit(owner, 'if (lib.flip()) {')
          this.#block(deeper)
          this.#emit(owner, '}')
        },
        () => this.#loop(deeper, 'for (let i = 0; i < 2; i++) {'),
        () => this.#loop(deeper, `for (const x of lib.iterable(${this.#call(context, ['gen'])})) {`),
        () => this.#nested(deeper),
        () => this.#nested(deeper),
        () => this.#drive(context),
      )
      if (canAwait) {
        choices.push(
          () =>
            this.#loop(deeper, `for await (const x of lib.iterable(${this.#call(context, ['gen', 'asyncGen'])})) {`),
          () => this.#loop(deeper, `for await (const { y = ${value()} } of [1, Promise.resolve(2)]) {`),
        )
      }
    }
    if (canAwait) {
      choices.push(
        () => this.#emit(owner, `await ${value()};`),
        () => this.#emit(owner, `await lib.reject(${value()});`),
        () => this.#emit(owner, `log(String(await ${this.#call(context, ['async', 'asyncArrow'])}));`),
      )
    }
    if (canYield) {
      choices.push(
        () => this.#emit(owner, `yield ${value()};`),
        () => this.#emit(owner, `log(String(yield ${value()}));`),
        () =>
          this.#emit(owner, `yield* lib.iterable(${this.#call(context, canAwait ? ['gen', 'asyncGen'] : ['gen'])});`),
        () => this.#emit(owner, `yield* [${value()}, ${value()}];`),
      )
    }
    this.#pick(choices)()
  }

  #tryStatement(context: Context): void {
    const { owner } = context
    this.#emit(owner, 'try {')
    this.#block(context)
    this.#statement(context)
    const form = this.#int(3)
    if (form !== 0) {
      this.#emit(owner, '} catch (e) {')
      this.#emit(owner, 'log(String(e));')
      this.#block(context)
    }
    if (form !== 1) {
      this.#emit(owner, '} finally {')
      this.#block(context)
    }
    this.#emit(owner, '}')
  }

  #loop(context: Context, head: string): void {
    const label = this.#name('l')
    // Jumps reach the loop around this one, too.
    this.#emit(context.owner, `${label}: ${head}`)
    this.#block({ ...context, label: this.#chance(0.3) ? (context.label ?? label) : label })
    this.#emit(context.owner, '}')
  }

  /** A closure that a native, a job or the library calls. */
  #nested(context: Context): void {
    const { owner } = context
    const name = this.#name('n')
    const kind = this.#pick(['arrow', 'arrow', 'asyncArrow', 'sync'] as const)
    this.#emit(owner, '{')
    this.#function(owner, name, kind, 'const', context.depth)
    this.#emit(
      owner,
      this.#pick([
        `[1, 2].map(${name});`,
        `[3, 1, 2].sort(${name});`,
        `lib.use(Promise.resolve(1).then(${name}));`,
        `queueMicrotask(lib.safely(${name}));`,
        `lib.attempt(${name});`,
        `lib.later(${name});`,
        `JSON.stringify({ toJSON: ${name} });`,
        `String({ toString: lib.safely(${name}) });`,
        `new Map([[1, 2]]).forEach(${name});`,
        `${name}\`x\`;`,
        ...(context.canAwait ? [`await { then: lib.thenable(${name}) };`] : []),
      ]),
    )
    this.#emit(owner, '}')
  }

  /** Steps a generator by hand. */
  #drive(context: Context): void {
    const { owner } = context
    this.#emit(owner, `{ const it = lib.iterable(${this.#call(context, ['gen', 'asyncGen'])});`)
    for (let i = this.#int(4); i >= 0; i--) {
      const step = this.#pick([`it.next(${i})`, 'it.next()', `it.return(${i})`, `it.throw(new Error('in'))`])
      this.#emit(owner, `${context.canAwait && this.#chance(0.5) ? 'await ' : ''}lib.use(${step});`)
    }
    this.#emit(owner, '}')
  }

  #expression(context: Context): string {
    if (this.#classes.length > 0 && this.#chance(0.2)) return this.#pick(this.#pick(this.#classes).members)
    const call = this.#call(context, ['sync', 'arrow', 'async', 'asyncArrow', 'gen', 'asyncGen'])
    if (context.canYield && this.#chance(0.1)) return `lib.id(yield ${call})`
    if (context.canAwait && this.#chance(0.15)) return `lib.id(await ${call})`
    return this.#pick([
      call,
      call,
      call,
      `lib.id(${call})`,
      `[${call}].length`,
      `(${call}, 1)`,
      `lib.call(${this.#callback(context)})`,
    ])
  }

  /** A call, its result made harmless: no rejection is left unhandled. */
  #call(context: Context, kinds: Kind[]): string {
    return `lib.use(${this.#callee(context, kinds)}())`
  }

  #callee(_context: Context, kinds: Kind[]): string {
    const fitting = this.#callables.filter((callable) => kinds.includes(callable.kind))
    return fitting.length === 0 ? 'lib.noop' : this.#pick(fitting).callee
  }

  #emit(owner: string, text: string, isTrace = false): void {
    this.#lines.push({ owner, text, isTrace })
  }

  #name(prefix: string): string {
    return `${prefix}${++this.#count}`
  }

  #int(below: number): number {
    return Math.floor(this.#random() * below)
  }

  #chance(probability: number): boolean {
    return this.#random() < probability
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#int(items.length)]!
  }
}

function quote(text: string): string {
  return `'${text}'`
}

/** A small seeded generator of numbers in [0, 1). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
