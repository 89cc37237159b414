import vm from 'node:vm'

/** More names that a CommonJS program has, with their values. */
export type ProgramScope = Readonly<Record<string, unknown>>

/**
 * What a program logged: enough of each value to tell two functions apart.
 *
 * @param filename of CommonJS, for who looks for it in V8's coverage
 */
export async function runProgram(
  code: string,
  kind: 'commonjs' | 'script',
  scope: ProgramScope = {},
  filename?: string,
): Promise<string[]> {
  const out: string[] = []
  let fuel = 400
  const log = (...values: unknown[]): void => {
    const [value] = values
    if (out.length < 4000) out.push(describe(value))
    // Who logs a promise does not look at it.
    if (typeof value === 'object' && value !== null && 'then' in value) {
      void (value as Promise<unknown>).then(undefined, () => undefined)
    }
  }
  const call = (callee: unknown, argument: unknown): void => {
    if (fuel-- <= 0 || typeof callee !== 'function') return log(`not called: ${typeof callee}`)
    const result: unknown = String(callee).startsWith('class') ? new (callee as new () => unknown)() : callee(argument)
    log(result)
    // A promise is looked at first: a rejected one that nobody holds would end the test run.
    if (typeof result !== 'object' || result === null) return undefined
    if ('next' in result) for (const item of result as unknown as Iterable<unknown>) log(item)
    if ('then' in result) {
      void (result as Promise<unknown>).then(log, (error: Error) => log(error.name))
    }
    return undefined
  }
  try {
    // A context of its own: sloppy programs leave globals behind.
    const context = vm.createContext({ log, call })
    if (kind === 'commonjs') {
      const names = ['log', 'call', ...Object.keys(scope)]
      const compiled = vm.compileFunction(code, names, { parsingContext: context, filename })
      compiled(log, call, ...Object.values(scope))
    } else vm.runInContext(code, context, { timeout: 5000 })
  } catch (error) {
    out.push(`threw ${(error as Error).name}: ${(error as Error).message}`)
  }
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
  return out
}

function describe(value: unknown): string {
  if (typeof value === 'function') {
    const own = Object.getOwnPropertyNames(value).sort().join(' ')
    return `function ${JSON.stringify(value.name)} ${value.length} [${own}] ${Object.prototype.toString.call(value)}`
  }
  if (Array.isArray(value)) return `[${value.map(describe).join()}]`
  if (typeof value === 'object' && value !== null) return `object ${Object.prototype.toString.call(value)}`
  return `${typeof value} ${String(value)}`
}
