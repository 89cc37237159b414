type AnyFunction = (...args: unknown[]) => unknown

/** What stands in for an iterable of user code, one for each evaluation: see {@link createIteration}. */
export interface Iteration {
  /**
   * The iterable of a `yield*`, whose methods are called as if the generator itself called them: it is on the stack
   * then, above its resumer. Looks methods up when, and only when, `yield*` does.
   */
  readonly delegate: (slot: number, iterable: unknown) => unknown
  /**
   * The iterable of a `for await`: its methods run with the loop's function as the caller, and when one has returned,
   * the function is about to be suspended: the caller is given back.
   */
  readonly forAwait: (iterable: unknown, suspend: () => number) => unknown
}

/** How the methods of a wrapped iterable are looked up and called; `context` is what one loop or `yield*` brings along. */
interface Caller<Context> {
  lookUp(context: Context, object: unknown, key: PropertyKey): unknown
  call(context: Context, method: unknown, self: unknown, args: ArrayLike<unknown>): unknown
  /** A call of `next`, `return` or `throw`. */
  step(context: Context, method: unknown, self: unknown, args: ArrayLike<unknown>, isAsync: boolean): unknown
  /** A synchronous iterator has no `return`. */
  noReturn(context: Context): void
}

const NOTHING: readonly unknown[] = []

/**
 * Makes the wrappers with the probe's own entering and leaving. Programs that are written with `yield*` throughout make
 * millions of them: each is two objects of fixed shape, and no closure.
 */
export function createIteration(enter: (slot: number) => number, leave: (saved: number) => void): Iteration {
  const within = (slot: number, method: unknown, self: unknown, args: ArrayLike<unknown>): unknown => {
    const saved = enter(slot)
    try {
      return Reflect.apply(method as AnyFunction, self, args)
    } finally {
      leave(saved)
    }
  }
  const delegating: Caller<number> = {
    lookUp(slot, object, key) {
      const saved = enter(slot)
      try {
        return get(object, key)
      } finally {
        leave(saved)
      }
    },
    call: within,
    step: within,
    noReturn() {},
  }
  const awaiting: Caller<() => number> = {
    lookUp: (_suspend, object, key) => get(object, key),
    call: (_suspend, method, self, args) => Reflect.apply(method as AnyFunction, self, args),
    step(suspend, method, self, args, isAsync) {
      let isSuspending = true
      try {
        return Reflect.apply(method as AnyFunction, self, args)
      } catch (error) {
        // From a synchronous iterator the loop gets a rejected promise, which it awaits; else the error itself.
        isSuspending = !isAsync
        throw error
      } finally {
        if (isSuspending) leave(suspend())
      }
    },
    // The loop awaits all the same.
    noReturn: (suspend) => leave(suspend()),
  }
  return {
    delegate: (slot, iterable) => wrap(iterable, slot, delegating),
    forAwait: (iterable, suspend) => wrap(iterable, suspend, awaiting),
  }
}

function get(object: unknown, key: PropertyKey): unknown {
  return (object as Record<PropertyKey, unknown>)[key]
}

function wrap<Context>(iterable: unknown, context: Context, caller: Caller<Context>): unknown {
  // What cannot be iterated gets the engine's own error.
  return iterable === null || iterable === undefined ? iterable : new WrappedIterable(iterable, context, caller)
}

/** Its getters are read once each, by the loop or the `yield*` that it was made for. */
class WrappedIterable<Context> {
  readonly iterable: unknown
  readonly context: Context
  readonly caller: Caller<Context>
  method: unknown = undefined
  isAsync = false

  constructor(iterable: unknown, context: Context, caller: Caller<Context>) {
    this.iterable = iterable
    this.context = context
    this.caller = caller
  }

  get [Symbol.asyncIterator](): unknown {
    return this.find(Symbol.asyncIterator, true)
  }

  get [Symbol.iterator](): unknown {
    return this.find(Symbol.iterator, false)
  }

  /** The method that begins the iteration, or what stands in its place: the engine says what is wrong with that. */
  find(key: symbol, isAsync: boolean): unknown {
    const method = this.caller.lookUp(this.context, this.iterable, key)
    if (typeof method !== 'function') return method
    this.method = method
    this.isAsync = isAsync
    return begin
  }
}

function begin<Context>(this: WrappedIterable<Context>): unknown {
  const { context, caller, isAsync } = this
  const iterator = caller.call(context, this.method, this.iterable, NOTHING)
  if ((typeof iterator !== 'object' && typeof iterator !== 'function') || iterator === null) return iterator
  return new WrappedIterator(iterator, context, caller, isAsync)
}

class WrappedIterator<Context> {
  readonly iterator: unknown
  readonly context: Context
  readonly caller: Caller<Context>
  readonly isAsync: boolean
  // Looked up anew for each `return` and `throw`, once for `next`.
  nextMethod: unknown = undefined
  endMethod: unknown = undefined

  constructor(iterator: unknown, context: Context, caller: Caller<Context>, isAsync: boolean) {
    this.iterator = iterator
    this.context = context
    this.caller = caller
    this.isAsync = isAsync
  }

  get next(): unknown {
    const method = this.caller.lookUp(this.context, this.iterator, 'next')
    if (typeof method !== 'function') return method
    this.nextMethod = method
    return next
  }

  get return(): unknown {
    const method = this.caller.lookUp(this.context, this.iterator, 'return')
    if (method === undefined && !this.isAsync) this.caller.noReturn(this.context)
    if (typeof method !== 'function') return method
    this.endMethod = method
    return end
  }

  get throw(): unknown {
    const method = this.caller.lookUp(this.context, this.iterator, 'throw')
    if (typeof method !== 'function') return method
    this.endMethod = method
    return end
  }
}

// With `arguments`: how many there are can be seen.
function next<Context>(this: WrappedIterator<Context>): unknown {
  // oxlint-disable-next-line prefer-rest-params -- an array would be made for each step
  return this.caller.step(this.context, this.nextMethod, this.iterator, arguments, this.isAsync)
}

function end<Context>(this: WrappedIterator<Context>): unknown {
  // oxlint-disable-next-line prefer-rest-params
  return this.caller.step(this.context, this.endMethod, this.iterator, arguments, this.isAsync)
}
