import { randomOf } from '../bundle/program-generator.ts'

/** Random strict programs about scopes: what a function that is evaluated elsewhere could get wrong. */

const NAMES = ['a', 'b', 'c', 'd', 'e']
/** Functions of the top level that nothing assigns to. */
const FIXED = ['f', 'g', 'h']

/**
 * Text of a program that calls `log(value)`, `call(fn, argument)`, `keep(fn)` and `isSpent()`. All its names are declared at its top level and
 * again, at random, in functions, blocks, loops, parameters and classes; all are read, assigned, called and constructed.
 */
export function generateClosures(seed: number): string {
  const random = randomOf(seed)
  const pick = <T>(items: readonly T[]): T => items[random(items.length)]!
  let unique = 0
  const name = (): string => pick(NAMES)
  const fixed = (): string => pick(FIXED)
  const guarded = (text: string): string => `try { ${text} } catch (error) { log(error.name + ': ' + error.message) }`

  const parameters = (): string => {
    const first = pick([
      '',
      'a',
      'b',
      '{ c, d = a } = {}',
      '[a, ...b] = [1, 2]',
      'a = b',
      'c = () => a',
      '{ a: { b } = { b: 3 } } = {}',
    ])
    const second = pick(['', 'x', 'y = 4', '...z', 'x = this === undefined', 'y = arguments.length'])
    return [first, second].filter(Boolean).join(', ')
  }
  /** Arrow functions have the surroundings' `this` and `arguments`, which may not be there. */
  const arrowParameters = (): string => parameters().replace(/arguments\.length/, '5')

  const simple = (depth: number): string =>
    pick([
      () => name(),
      () => `typeof ${name()}`,
      // The text of a function differs, and that is said: no function becomes text.
      () => name().replace(/(.)/, "(typeof $1 === 'number' ? $1 + 1 : $1)"),
      () => `[${name()}, ${name()}].length`,
      () => `{ ${name()} }`.replace(/^\{ (\w) \}$/, '({ $1 }).$1'),
      () => `typeof this`,
      () => `${fixed()}(${name()}, 1)`,
      () => `typeof { ${fixed()} }`,
      () => `typeof new ${fixed()}(${name()}).constructor`,
      () => `${fixed()}?.(1) === ${fixed()}.length`,
      () => `${name()}?.name`,
      () => `${name()}?.length`,
      () => `(${name()} === ${name()})`,
      () => (depth > 0 ? `(${functionValue(depth - 1)})` : '7'),
    ])()

  const functionValue = (depth: number): string =>
    pick([
      () => `function (${parameters()}) { ${body(depth)} }`,
      () => `function ${name()}(${parameters()}) { ${body(depth)} }`,
      () => `(${arrowParameters()}) => { ${body(depth)} }`,
      () => `(${arrowParameters()}) => ${simple(0)}`,
      () => `async (${arrowParameters()}) => { await null; ${body(depth)} }`,
      () => `function* (${parameters()}) { yield ${simple(0)}; ${body(depth)} }`,
      () => `async function (${parameters()}) { ${body(depth)} }`,
      () => `(${classText(depth, '')})`,
      () =>
        `{ m(${parameters()}) { ${body(depth)} }, get g() { ${body(depth)} }, set g(a) { ${body(depth)} } }`.replace(
          /^(.*)$/s,
          '($1).m',
        ),
      () => `Object.getOwnPropertyDescriptor({ get g() { ${body(depth)} } }, 'g').get`,
    ])()

  const classText = (depth: number, own: string): string => {
    const heritage = pick(['', '', ` extends (class { h() { ${body(0)} } })`])
    const constructor = pick([
      '',
      `constructor(${heritage === '' ? parameters() : ''}) { ${heritage === '' ? '' : 'super();'} ${body(depth)} }`,
    ])
    const members = [
      constructor,
      `m(${parameters()}) { ${body(depth)} }`,
      pick(['', `static s(${parameters()}) { ${body(depth)} }`]),
      pick(['', `f = () => { ${body(depth)} };`]),
      pick(['', `#p = 1; r() { ${body(depth)}; return this.#p }`]),
      pick(['', `get g() { ${body(depth)} }`]),
      pick(['', heritage === '' ? '' : `h() { ${body(0)}; return super.h() }`]),
      pick(['', `static t = ${simple(0)};`]),
    ]
    return `class ${own}${heritage} { ${members.filter(Boolean).join(' ')} }`
  }

  const statement = (depth: number, declared: Set<string>): string => {
    const end = pick([';', ';', '\n', ';\n'])
    const kind = random(depth > 0 ? 19 : 8)
    switch (kind) {
      case 0:
      case 1:
        return guarded(`log(${simple(depth)})`)
      case 2:
        return guarded(`${name()} = ${simple(depth)}`)
      case 3:
        return guarded(`call(${name()}, ${name()})`)
      case 4:
        return guarded(`log(${name()}(${name()}, 2, 3))`)
      case 5:
        return guarded(`log(typeof new ${name()}(${pick(['', name()])}))`)
      case 6:
        return guarded(
          pick([
            `${name()}++`,
            `[${name()}] = [${simple(0)}]`,
            `({ a: ${name()} } = { a: 5 })`,
            `for (${name()} of [1, 2]) log(${name()})`,
          ]),
        )
      case 7:
        return guarded(
          pick([
            `log(${name()}.name + ${name()}.length)`,
            `log(${name()}\`x\`)`,
            `${name()}.k = ${name()}`,
            `log(${name()}.k)`,
            `log(new ${name()}().m(1))`,
            ...(random(20) > 0
              ? []
              : [
                  `${fixed()}.k = function (x) { log(new.target === undefined); return ${name()} }`,
                  `try { log(typeof new ${fixed()}.k(1)) } catch (error) { log(error.name) }`,
                ]),
            // Nothing but line breaks between the statements.
            `${name()} = ${name()}\n${fixed()}${pick(['(2, 1)', '`x`'])}\nlog(${name()})`,
          ]),
        )
      case 8:
      case 9:
      case 10: {
        const own = name()
        if (declared.has(own)) return `log(${own})${end}`
        declared.add(own)
        return `function ${own}(${parameters()}) { ${body(depth - 1)} }`
      }
      case 11: {
        const own = name()
        return `{ let ${own} = ${simple(0)}${end}${statements(depth - 1, [own])} }`
      }
      case 12:
        return `for (let a = 0, n = 0; n < 2; n++, a++) { keep(() => a); ${statements(depth - 1)} }`
      case 13:
        return `for (const b of [1, 2]) { ${pick(['keep', 'call'])}(${functionValue(depth - 1)}) ${end} ${statements(depth - 1)} }`
      case 14:
        return guarded(`${name()} = ${functionValue(depth - 1)}`)
      case 15:
        return guarded(`call(${functionValue(depth - 1)}, ${name()})`)
      case 16:
        return `var v${unique} = ${functionValue(depth - 1)}\nlog(v${unique++})${end}`
      case 17:
        return guarded(`(function (${parameters()}) { ${statements(depth - 1)} })(${name()})`)
      default:
        return `const k${unique} = ${functionValue(depth - 1)}${end}${guarded(`call(k${unique++}, ${name()})`)}`
    }
  }

  function body(depth: number): string {
    // Recursion ends at a number of calls, not where the stack is full: a stub's frame takes place on it.
    const head = 'if (isSpent()) return;'
    if (depth <= 0) return `${head} log(${JSON.stringify(`in ${unique++}`)}); return ${simple(0)}`
    return `${head} ${statements(depth)}; ${pick(['', `return ${simple(0)}`, `return this`, `return () => ${name()}`, `${name()} = ${name()}; return ${name()}`])}`
  }

  /** @param declared names that the list may not declare again, which would be an early error */
  function statements(depth: number, declared: readonly string[] = []): string {
    const all = new Set(declared)
    return Array.from({ length: 1 + random(3) }, () => statement(depth, all)).join(pick(['\n', ';\n']))
  }

  const kinds = ['function', 'function', 'let', 'var', 'class', 'const'] as const
  const declarations = NAMES.map((own) => {
    const kind = pick(kinds)
    if (kind === 'function')
      return `${pick(['', '', '', 'async '])}function${pick(['', '', '', '*'])} ${own}(${parameters()}) { ${body(2)} }`
    if (kind === 'class') return classText(2, own)
    return `${kind} ${own} = ${functionValue(2)};`
  })
  for (const own of FIXED) declarations.push(`function ${own}(${parameters()}) { ${body(2)} }`)
  const calls = Array.from({ length: 6 }, () => statement(2, new Set(NAMES)))
  const parts = [...declarations, ...calls]
  // Declarations stand before, between and after their uses.
  for (let index = parts.length - 1; index > 0; index--) {
    const other = random(index + 1)
    ;[parts[index], parts[other]] = [parts[other]!, parts[index]!]
  }
  return `'use strict';\n${parts.join('\n')}\n${NAMES.map((own) => guarded(`log(${own}); call(${own}, 1)`)).join('\n')}\nkept.forEach((fn) => { ${guarded('call(fn, 2)')} })`
}
