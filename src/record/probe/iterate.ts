type AnyFunction = (...args: unknown[]) => unknown

/** How the methods of a wrapped iterable are looked up and called. */
interface Caller {
  lookUp(object: unknown, key: PropertyKey): unknown
  call(method: unknown, self: unknown, args: unknown[]): unknown
  /** A call of `next`, `return` or `throw`. */
  step(method: unknown, self: unknown, args: unknown[], isAsync: boolean): unknown
  /** A synchronous iterator has no `return`. */
  noReturn(): void
}

/**
 * The iterable of a `yield*`, whose methods are called as if the generator itself called them: it is on the stack
 * then, above its resumer. Looks methods up when, and only when, `yield*` does.
 */
export function delegate(iterable: unknown, enter: () => number, leave: (saved: number) => void): unknown {
  const within = <T>(run: () => T): T => {
    const saved = enter()
    try {
      return run()
    } finally {
      leave(saved)
    }
  }
  const call = (method: unknown, self: unknown, args: unknown[]): unknown =>
    within(() => Reflect.apply(method as AnyFunction, self, args))
  return wrapIterable(iterable, {
    lookUp: (object, key) => within(() => get(object, key)),
    call,
    step: call,
    noReturn() {},
  })
}

/**
 * The iterable of a `for await`: its methods run with the loop's function as the caller, and when one has returned,
 * the function is about to be suspended: the caller is given back.
 */
export function forAwait(iterable: unknown, suspend: () => number, leave: (saved: number) => void): unknown {
  const call = (method: unknown, self: unknown, args: unknown[]): unknown =>
    Reflect.apply(method as AnyFunction, self, args)
  return wrapIterable(iterable, {
    lookUp: get,
    call,
    step(method, self, args, isAsync) {
      let isSuspending = true
      try {
        return call(method, self, args)
      } catch (error) {
        // From a synchronous iterator the loop gets a rejected promise, which it awaits; else the error itself.
        isSuspending = !isAsync
        throw error
      } finally {
        if (isSuspending) leave(suspend())
      }
    },
    // The loop awaits all the same.
    noReturn: () => leave(suspend()),
  })
}

function get(object: unknown, key: PropertyKey): unknown {
  return (object as Record<PropertyKey, unknown>)[key]
}

function wrapIterable(iterable: unknown, caller: Caller): unknown {
  // What cannot be iterated gets the engine's own error.
  if (iterable === null || iterable === undefined) return iterable
  const wrapMethod = (key: symbol, isAsync: boolean): unknown => {
    const method = caller.lookUp(iterable, key)
    if (typeof method !== 'function') return method
    return () => wrapIterator(caller.call(method, iterable, []), caller, isAsync)
  }
  return {
    get [Symbol.asyncIterator]() {
      return wrapMethod(Symbol.asyncIterator, true)
    },
    get [Symbol.iterator]() {
      return wrapMethod(Symbol.iterator, false)
    },
  }
}

function wrapIterator(iterator: unknown, caller: Caller, isAsync: boolean): unknown {
  if ((typeof iterator !== 'object' && typeof iterator !== 'function') || iterator === null) return iterator
  const wrapStep = (key: string): unknown => {
    const method = caller.lookUp(iterator, key)
    if (method === undefined && key === 'return' && !isAsync) caller.noReturn()
    if (typeof method !== 'function') return method
    return (...args: unknown[]) => caller.step(method, iterator, args, isAsync)
  }
  return {
    get next() {
      return wrapStep('next')
    },
    get return() {
      return wrapStep('return')
    },
    get throw() {
      return wrapStep('throw')
    },
  }
}
