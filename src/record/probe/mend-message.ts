/** What V8 prints of a value that has no name. */
const UNNAMED = '(intermediate value)'
/** What V8 prints of a parameter that has a default, whatever that is. */
const DEFAULT = UNNAMED + UNNAMED + UNNAMED

/**
 * Makes V8's message what it is without our names.
 *
 * For a parameter that cannot be taken apart: the engine names what stands right of a pattern, and prints the value where
 * a parameter is bound. For the value of an `await` or a `yield` that is used at once, and what a `for await` takes apart:
 * the call around it, the variable it is taken from.
 *
 * @param parameters Values of the parameters by our names of them.
 * @param arrays Those of array patterns with a default: our names are not in V8's message for these.
 */
export function mendMessage(
  error: unknown,
  parameters: Readonly<Record<string, unknown>> = {},
  arrays: readonly unknown[] = [],
): unknown {
  if (!(error instanceof TypeError)) return error
  if (error.message === `${DEFAULT} is not iterable`) {
    // With such an argument nothing after it has run: the message can mean nothing else.
    const bad = arrays.find((value) => value !== undefined && !isIterable(value))
    if (bad !== undefined) error.message = notIterable(bad)
    return error
  }
  if (!error.message.includes('__vl')) return error
  if (/__vl[Wv]/.test(error.message)) error.message = withoutSuspensions(error.message)
  for (const [name, value] of Object.entries(parameters)) {
    const { message } = error
    if (!message.includes(name)) continue
    const hasDefault = message.includes(`(${name} !== `)
    // Nobody has read the stack yet, and the engine puts the message in when somebody does.
    error.message = message.endsWith(' is not iterable')
      ? notIterable(value)
      : message.replace(/'[^']*__vlp.*'/s, () => `'${hasDefault ? DEFAULT : printed(value)}'`)
  }
  return error
}

function withoutSuspensions(message: string): string {
  return message
    .replace('__vlW is not a function or its return value is not iterable', `${UNNAMED} is not iterable`)
    .replaceAll('__vlW(...)', UNNAMED)
    .replaceAll(/\b__vlv\b/g, '.for')
}

function isIterable(value: unknown): boolean {
  return value !== null && (value as Partial<Iterable<unknown>>)[Symbol.iterator] !== undefined
}

function notIterable(value: unknown): string {
  return `${printed(value)} is not iterable (cannot read property Symbol(Symbol.iterator))`
}

/** As V8 prints a value that has no name. */
function printed(value: unknown): string {
  if (typeof value === 'string') return `string "${value}"`
  const isShown = value === null || typeof value === 'boolean' || typeof value === 'number'
  return isShown ? `${typeof value} ${String(value)}` : typeof value
}
