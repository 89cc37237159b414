type AnyFunction = (...args: unknown[]) => unknown

/**
 * The iterable of a `yield*`, whose methods are called as if the generator itself called them: it is on the stack
 * then, below its resumer. Looks methods up when, and only when, `yield*` does.
 */
export function delegate(iterable: unknown, enter: () => number, leave: (saved: number) => unknown): object {
  const call = (method: unknown, self: unknown, args: unknown[]): unknown => {
    const saved = enter()
    try {
      return Reflect.apply(method as AnyFunction, self, args)
    } finally {
      leave(saved)
    }
  }
  const lookUp = (object: unknown, key: PropertyKey): unknown => {
    const saved = enter()
    try {
      return (object as Record<PropertyKey, unknown>)[key]
    } finally {
      leave(saved)
    }
  }
  return wrapIterable(iterable, lookUp, call)
}

/**
 * The iterable of a `for await`: its methods run with the loop's function as the caller, and when one has returned,
 * the function is about to be suspended: the caller is given back.
 */
export function forAwait(
  iterable: unknown,
  suspend: () => number,
  slot: number,
  enter: (slot: number) => number,
  leave: (saved: number) => unknown,
): object {
  const lookUp = (object: unknown, key: PropertyKey): unknown => (object as Record<PropertyKey, unknown>)[key]
  const call = (method: unknown, self: unknown, args: unknown[], isStep: boolean): unknown => {
    const result = Reflect.apply(method as AnyFunction, self, args)
    if (isStep) leave(suspend())
    return result
  }
  // The loop's head runs as the loop's function already; `enter` and `slot` are for iterators that outlive a step.
  void enter
  void slot
  return wrapIterable(iterable, lookUp, call)
}

function wrapIterable(
  iterable: unknown,
  lookUp: (object: unknown, key: PropertyKey) => unknown,
  call: (method: unknown, self: unknown, args: unknown[], isStep: boolean) => unknown,
): object {
  const wrapMethod = (key: symbol): unknown => {
    const method = lookUp(iterable, key)
    // `yield*` and `for await` give their own errors for what is missing or no function.
    if (typeof method !== 'function') return method
    return () => wrapIterator(call(method, iterable, [], false), lookUp, call)
  }
  if (iterable === null || iterable === undefined) return iterable as unknown as object
  return {
    get [Symbol.asyncIterator]() {
      return wrapMethod(Symbol.asyncIterator)
    },
    get [Symbol.iterator]() {
      return wrapMethod(Symbol.iterator)
    },
  }
}

function wrapIterator(
  iterator: unknown,
  lookUp: (object: unknown, key: PropertyKey) => unknown,
  call: (method: unknown, self: unknown, args: unknown[], isStep: boolean) => unknown,
): unknown {
  if ((typeof iterator !== 'object' && typeof iterator !== 'function') || iterator === null) return iterator
  const wrapStep = (key: string): unknown => {
    const method = lookUp(iterator, key)
    if (typeof method !== 'function') return method
    return (...args: unknown[]) => call(method, iterator, args, true)
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
