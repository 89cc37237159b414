import { describe, expect, test } from 'vitest'

import {
  chooseByPosition,
  makeEager,
  parseBundle,
  verifyEdits,
  type BundleFunction,
  type BundleKind,
  type EagerOptions,
} from '../../../src/apply/bundle/index.ts'

const everyFunction = (functions: readonly BundleFunction[]): Set<number> =>
  new Set(functions.map(({ index }) => index))

function edit(code: string, kind: BundleKind = 'commonjs', options: EagerOptions = {}): string {
  return makeEager(code, everyFunction, { kind, ...options }).code
}

function reasons(code: string, kind: BundleKind = 'commonjs', options: EagerOptions = {}): string[] {
  return makeEager(code, everyFunction, { kind, ...options }).report.reasons.map(({ reason }) => reason)
}

describe('declarations', () => {
  test('become variables at the head of their scope, after directives', () => {
    expect(edit('"use strict";f();function f(a){return a}')).toBe('"use strict";var f=(function (a){return a});f();')
    expect(edit('"use strict"\nf()\nfunction f(){}')).toBe('"use strict"\nvar f=(function (){});f()\n;')
    expect(edit('#!/usr/bin/env node\nf();function f(){}')).toBe('#!/usr/bin/env node\nvar f=(function (){});f();')
  })

  test('move with those inside them', () => {
    expect(edit('x();function f(){y();function g(){}}function h(){}')).toBe(
      'var f=(function (){var g=(function (){});y();}),h=(function (){});x();',
    )
  })

  test('keep async and generator marks, and comments in the head', () => {
    expect(edit('x();async function*/*a*/f/*b*/(){}')).toBe('var f=(async function*/*a*//*b*/(){});x();')
  })

  test('leave a semicolon, so that their neighbours do not grow together', () => {
    expect(edit('if(a)b\nfunction f(){}\nfunction g(){}\n(c)()')).toBe(
      'var f=(function (){}),g=(function (){});if(a)b\n;\n\n(c)()',
    )
    expect(edit('function f(){}\n(c)()')).toBe('var f=(function (){});\n(c)()')
    expect(edit('a = b\nfunction f(){}\n(c)()')).toBe('var f=(function (){});a = b\n;\n(c)()')
  })

  test('leave their export in place', () => {
    expect(edit('export function f(){}', 'module')).toBe('var f=(function (){});export{f};')
    expect(edit('export default function f(){}', 'module')).toBe('var f=(function (){});export{f as default};')
    expect(edit('export default function(){}\n(x)', 'module')).toBe('export default (function(){});\n(x)')
  })

  test('become let in a block of strict code', () => {
    expect(edit('{f();function f(){}}', 'module')).toBe('{let f=(function (){});f();}')
  })

  const left: readonly (readonly [string, string, BundleKind, string, EagerOptions?])[] = [
    ['a global of a script', 'function f(){}', 'script', 'it is a global of a script'],
    ['a sloppy block', '{function f(){}}', 'commonjs', 'it stands in a block of sloppy code'],
    ['an if without a block', 'if(a)function f(){}', 'commonjs', 'it does not stand in a list of statements'],
    ['a label', 'a:function f(){}', 'commonjs', 'it does not stand in a list of statements'],
    ['a switch', 'switch(a){case 1:function f(){}}', 'module', 'it does not stand in a list of statements'],
    ['two of one name', 'function f(){}function f(){}', 'commonjs', 'another function of its scope has its name'],
    ['a parameter of its name', '(function(f){function f(){}})', 'commonjs', 'a parameter has its name'],
    ['the names of CommonJS', 'function require(){}', 'commonjs', 'a parameter has its name'],
    ['its text is looked at', 'function f(){}f.toString()', 'commonjs', 'its text is looked at'],
    ['its text in a template', 'function f(){}`${f}`', 'commonjs', 'its text is looked at'],
    ['its text added', 'function f(){}f+""', 'commonjs', 'its text is looked at'],
    ['its text as String()', 'function f(){}String(f)', 'commonjs', 'its text is looked at'],
    ['its text added in place', 'function f(){}s+=f', 'commonjs', 'its text is looked at'],
    ['its text in parentheses', 'function f(){}""+(f)+(f).toString()', 'commonjs', 'its text is looked at'],
    ['its text joined', 'function f(){}"(".concat(1).concat(f,")()")', 'commonjs', 'its text is looked at'],
    ['its text by a key', 'function f(){}f["toString"]()', 'commonjs', 'its text is looked at'],
    ['its text by call', 'function f(){}Function.prototype.toString.call(f)', 'commonjs', 'its text is looked at'],
    ['the text of a literal', '(function(){a(()=>1)}).toString()', 'commonjs', 'its text is looked at'],
    ['the text of a literal in a template', '`${()=>1}`', 'commonjs', 'its text is looked at'],
    ['the text of a class', 'class A{f=()=>1}String(A)', 'commonjs', 'its text is looked at'],
    ['the text of a class in a variable', 'const A=class{f=()=>1};A.toString()', 'commonjs', 'its text is looked at'],
    ['the text around it', 'var f=function(){(()=>1)()};f.toString()', 'commonjs', 'its text is looked at'],
    ['asm.js', 'function m(){"use asm";function f(){}return f}', 'commonjs', 'inside "use asm"'],
    [
      'a cycle of modules',
      'import"./b.js";export{f};function f(){g()}function g(){}',
      'module',
      'a cycle of modules may call it before the file has run',
    ],
    [
      'a cycle that the caller knows of',
      'import"b";export function f(){}',
      'module',
      'a cycle of modules may call it before the file has run',
      { cyclic: true },
    ],
    [
      'an anonymous default in a cycle',
      'import"./b.js";export default function(){}',
      'module',
      'a cycle of modules may call it before the file has run',
    ],
  ]
  for (const [name, code, kind, reason, options] of left) {
    test(`are left alone: ${name}`, () => {
      expect(reasons(code, kind, options)).toContain(reason)
    })
  }

  test('move in a module that nobody can call early', () => {
    expect(reasons('import"./b.js";f();function f(){}', 'module')).toEqual([])
    expect(reasons('import"node:fs";export function f(){}', 'module')).toEqual([])
    expect(reasons('import"./b.js";export function f(){}', 'module', { cyclic: false })).toEqual([])
  })
})

describe('expressions', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a=function(){}', 'a=(function(){})'],
    ['a=()=>b=>c', 'a=(()=>(b=>c))'],
    ['a(function(){},async function(){})', 'a((function(){}),(async function(){}))'],
    ['new function(){}', 'new (function(){})'],
    ['return function(){}', 'return (function(){})'],
    ['a={b:function(){},c:()=>1}', 'a={b:(function(){}),c:(()=>1)}'],
    ['class A{b=()=>1}', 'class A{b=(()=>1)}'],
  ]
  for (const [before, after] of cases) test(`get parentheses: ${before}`, () => expect(edit(before)).toBe(after))

  const same: readonly string[] = [
    '(function(){})()',
    '(function(){}())',
    '!function(){}()',
    '(()=>{})()',
    'a=async()=>1',
    'a\nb=>c',
    'a={b(){},get c(){return 1}}',
    'class A{b(){}static get c(){return 1}constructor(){}}',
  ]
  for (const code of same) test(`stay as they are: ${code}`, () => expect(edit(code)).toBe(code))

  test('arrow functions stay, where a line break ends their statement and the next line would go on', () => {
    for (const next of ['(b)()', '[b].c()', '/b/.test(c)', '`b`', '+b', '-b', '.5.c()', '/* c */ // d\n (b)()']) {
      const code = `var a=()=>{}\n${next}`
      expect(edit(code)).toBe(code)
      expect(edit(`export default ()=>{}\n${next}`, 'module')).toBe(`export default ()=>{}\n${next}`)
    }
    for (const member of ['["b"]=1', '*b(){}', 'in=1', 'instanceof']) {
      const code = `class A{a=()=>{}\n${member}}`
      expect(edit(code)).toBe(code)
    }
    expect(reasons('var a=()=>{}\n(b)()')).toEqual(['a line break ends its statement'])
    expect(edit('var a=()=>{}\nb()\nc(()=>{} /* d */\n,[])')).toBe('var a=(()=>{})\nb()\nc((()=>{}) /* d */\n,[])')
  })

  test('methods of object literals become functions where that is the same, or is asked for', () => {
    expect(edit('a={async b(){},*c(){},async*[d](){},"e f"(){}}')).toBe(
      'a={b:(async function(){}),c:(function*(){}),[d]:(async function*(){}),"e f"(){}}',
    )
    expect(edit('a={b(){},get c(){return 1}}', 'commonjs', { plainMethods: true })).toBe(
      'a={b:(function(){}),get c(){return 1}}',
    )
    for (const code of ['a={async b(){super.c}}', 'a={async b(){()=>super.c}}', 'a={*__proto__(){}}']) {
      expect(edit(code, 'script', { plainMethods: true })).toMatch(/b\(\)\{|__proto__\(\)/)
    }
  })

  test('that tell Node the names of exports stay', () => {
    const code = 'Object.defineProperty(exports,"a",{enumerable:true,get:function(){return b.a}});'
    expect(edit(code)).toBe(code)
    const star = 'Object.keys(b).forEach(function(k){exports[k]=b[k]});'
    expect(edit(star)).toBe(star)
    expect(edit('module.exports={a:function(){}}')).toBe('module.exports={a:function(){}}')
  })

  const helper = `var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
};
`
  test('module wrappers that only their bundler sees become functions', () => {
    const code = `${helper}var r = __commonJS({ "a.js"(exports, module) { module.exports = 1 } });`
    expect(edit(code)).toContain('__commonJS({ "a.js":(function(exports, module) { module.exports = 1 }) })')
    const refused = (changed: string): void => expect(edit(changed)).toContain('{ "a.js"(exports, module) {')
    refused(code.replace('Object.getOwnPropertyNames', 'other'))
    refused(code.replace('return mod ||', 'return use(cb), mod ||'))
    refused(code.replace('cb, mod', 'cb = 1, mod'))
    refused(`{${code}}`)
    refused(code.replace('module.exports = 1 }', 'module.exports = 1 }, b: 2'))
  })
})

describe('choosing', () => {
  test('by position takes functions that begin there, and says when none does', () => {
    const code = 'var a=function(){},b=function(){};'
    expect(makeEager(code, chooseByPosition([21]), { kind: 'script' }).code).toBe(
      'var a=function(){},b=(function(){});',
    )
    expect(() => makeEager(code, chooseByPosition([20]), { kind: 'script' })).toThrow(/no function begins at offset 20/)
  })
})

describe('the proof', () => {
  const before = '"use strict";a();function f(x){return()=>x}{function g(){}}class A{m(){}}'
  const cases: readonly (readonly [string, string])[] = [
    ['a changed number', '"use strict";a();function f(x){return()=>x}{function g(){return 1}}class A{m(){}}'],
    ['a lost statement', '"use strict";function f(x){return()=>x}{function g(){}}class A{m(){}}'],
    ['a named expression', '"use strict";var f=(function f(x){return()=>x});a();{function g(){}}class A{m(){}}'],
    ['a variable that comes late', '"use strict";a();var f=(function(x){return()=>x});{function g(){}}class A{m(){}}'],
    ['var in a block', '"use strict";a();function f(x){return()=>x}{var g=(function(){})}class A{m(){}}'],
    ['a changed body', '"use strict";var f=(function(x){return()=>f});a();{function g(){}}class A{m(){}}'],
    ['parentheses elsewhere', '"use strict";(a)();function f(x){return()=>x}{function g(){}}class A{m(){}}'],
    ['a directive lost', '("use strict");a();function f(x){return()=>x}{function g(){}}class A{m(){}}'],
    ['a method made a field', '"use strict";a();function f(x){return()=>x}{function g(){}}class A{m=(function(){})}'],
    [
      'more than was there',
      '"use strict";var f=(function(x){return()=>x}),h=(function(){});a();{function g(){}}class A{m(){}}',
    ],
  ]
  const bundle = parseBundle(before, { kind: 'commonjs' })
  for (const [name, after] of cases) {
    test(`refuses ${name}`, () => {
      expect(() => verifyEdits(bundle, after)).toThrow(/only the allowed edits were expected/)
    })
  }

  test('refuses what the rules forbid, whoever did it', () => {
    const check = (old: string, now: string, kind: BundleKind): (() => void) => {
      return () => verifyEdits(parseBundle(old, { kind }), now)
    }
    expect(check('function f(){}', 'var f=(function(){});', 'script')).toThrow(/top level may not move/)
    expect(check('{function f(){}}', '{let f=(function(){})}', 'commonjs')).toThrow(/sloppy block/)
    expect(check('function f(f){function f(){}}', 'function f(f){var f=(function(){})}', 'script')).toThrow(/parameter/)
    expect(check('function f(){}function f(){}', 'var f=(function(){})', 'commonjs')).toThrow(/expected/)
    expect(
      check('import"./b.js";export function f(){}', 'var f=(function(){});import"./b.js";export{f};', 'module'),
    ).toThrow(/top level may not move/)
  })

  test('accepts the file itself and our edits', () => {
    expect(() => verifyEdits(bundle, before)).not.toThrow()
    expect(() => verifyEdits(bundle, edit(before))).not.toThrow()
  })
})

test('a file that is no JavaScript is refused with its place', () => {
  expect(() => edit('a b')).toThrow(/line 1:3: Unexpected token; expected a commonjs file/)
})
