/** Random programs that log all that can be seen of their functions; used by the tests that run edited code. */

const NAMES = ['a', 'b', 'c', 'd']

/** A small generator of pseudo-random numbers (mulberry32). */
export function randomOf(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % limit
  }
}

/**
 * Text of a program that calls `log(value)` and `call(fn)`, declares functions of few names in every kind of place,
 * assigns to them, calls them before and after, and leaves semicolons out where that is legal.
 */
export function generateProgram(seed: number, kind: 'sloppy' | 'strict' | 'module'): string {
  const random = randomOf(seed)
  const pick = <T>(items: readonly T[]): T => items[random(items.length)]!
  let unique = 0

  const functionText = (depth: number, strict: boolean, name: string): string => {
    const ownStrict = random(8) === 0
    const simple = ownStrict || random(3) > 0
    const parameters = Array.from({ length: random(3) }, (_, index) => {
      const parameter = index === 0 ? pick(NAMES) : `p${unique++}`
      if (simple) return parameter
      return pick([`${parameter} = ${pick(NAMES)}`, `{ x: ${parameter} = () => 1 } = {}`, `...${parameter}`])
    })
    const rest = parameters.findIndex((text) => text.startsWith('...'))
    const kept = rest === -1 ? parameters : parameters.slice(0, rest + 1)
    const directive = ownStrict ? pick([`'use strict';`, `"use strict"\n`]) : ''
    const modifier = pick(['', '', '', 'generator', 'async'])
    const head = `${modifier === 'async' ? 'async ' : ''}function${modifier === 'generator' ? '*' : ''} ${name}`
    return `${head}(${kept.join(', ')}) {${directive}${list(depth - 1, strict || ownStrict, false)}}`
  }

  const expression = (depth: number, strict: boolean): string => {
    const name = pick(NAMES)
    if (depth <= 0) return pick([name, `${name}.name`, `typeof ${name}`, `() => ${name}`])
    switch (random(9)) {
      case 0:
        return functionText(depth, strict, pick(['', name]))
      case 1:
        return `(${functionText(depth, strict, '')})`
      case 2:
        return `${pick(['', 'async '])}(${random(2) === 0 ? name : ''}) => { ${list(depth - 1, strict, false)} }`
      case 3:
        return `{ m: ${functionText(depth, strict, '')}, ${pick(['', 'async ', '*', 'async *'])}${pick([name, `["${name}"]`, `/*[*/ [ '${name}' /*]*/ ] /*(*/`])}() { ${pick(['', 'log(super.toString === undefined);'])} ${list(depth - 1, strict, false)} }, get g() { return ${name} } }.${pick(['m', name, 'g'])}`
      case 4:
        return `class ${pick(['', 'K'])} { static s = () => ${name}; m() { ${list(depth - 1, true, false)} } static { ${list(depth - 1, true, false)} } }.s`
      case 5:
        return `!function () { ${list(depth - 1, strict, false)} }()`
      case 6:
        return `new function ${pick(['', name])}() { log(new.target === undefined); ${list(depth - 1, strict, false)} }().constructor.name`
      case 7:
        return `${name} => ${pick(NAMES)} => ${name}`
      default:
        return `[${expression(depth - 1, strict)}, ${expression(depth - 1, strict)}]`
    }
  }

  const statement = (depth: number, strict: boolean, top: boolean): string => {
    const name = pick(NAMES)
    const end = pick([';', '\n', ';\n'])
    const guarded = (text: string): string => `try { ${text} } catch (error) { log(error.name) }`
    switch (random(depth > 0 ? 19 : 6)) {
      case 0:
        return `log(${name})${end}`
      case 1:
        return guarded(`call(${name}, ${pick(NAMES)})`)
      case 2:
        return guarded(`${name} = ${expression(0, strict)}`)
      case 3:
        return `log(typeof ${name})${end}`
      case 4:
        return `;[1].map(log)${end}`
      case 5:
        return guarded(`log(${name}.length)`)
      case 6:
      case 7:
      case 8:
      case 9:
        return functionText(depth, strict, name)
      case 10:
        return `{ ${list(depth - 1, strict, false)} }`
      case 11:
        return `for (let i = 0; i < 2; i++) { ${list(depth - 1, strict, false)} }`
      case 12:
        return `switch (0) { case 0: ${list(depth - 1, strict, false)} }`
      case 13:
        return strict || top ? `log(1)${end}` : `if (true) function ${name}() { ${list(depth - 1, strict, false)} }`
      case 14:
        return strict ? `log(2)${end}` : `label${unique++}: function ${name}() { ${list(depth - 1, strict, false)} }`
      case 15:
        return guarded(`${name} = ${expression(depth - 1, strict)}`)
      case 16:
        return `var v${unique} = ${expression(depth - 1, strict)}\nlog(v${unique++})${end}`
      case 17:
        return `var ${name}${pick(['', ` = ${expression(depth - 1, strict)}`])};`
      default:
        return guarded(`log(${expression(depth - 1, strict)})`)
    }
  }

  // Where a block is strict, a name may be declared once only.
  function list(depth: number, strict: boolean, top: boolean): string {
    if (depth < 0) return ''
    const out: string[] = []
    const count = 1 + random(top ? 8 : 4)
    for (let index = 0; index < count; index++) out.push(statement(depth, strict, top))
    return out.join(pick(['\n', '\n', ' ;']))
  }

  const directive = kind === 'strict' ? pick([`'use strict'\n`, `'use strict';`]) : ''
  return directive + list(4, kind !== 'sloppy', true)
}
