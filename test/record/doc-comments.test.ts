import { expect, test } from 'vitest'

import { findDocComments } from '../../src/record/doc-comments.ts'

function commentsOf(source: string, file = 'a.tsx'): string[] {
  return findDocComments(file, source).map(({ start, end }) => source.slice(start, end).slice(3, -2).trim())
}

test.each([
  ['/** a */ f() /* b */ // /** c */\n/** d */', ['a', 'd']],
  ['/**/ /***/ /** a */', ['a']],
  [`const x = '/** no */' + "/** \\" no */" /** a */`, ['a']],
  ['const x = `/** no */ ${y /** a */ + `${/** b */ {z: 1}} /** no */`} /** no */` /** c */', ['a', 'b', 'c']],
  ['const x = /[/*]\\/** no */.test(y) /** a */', ['a']],
  ['return /"/g /** a */\nx = 4 / 2 /** b */ / "/** no */"', ['a', 'b']],
  ["const p = <p>don't</p> /** a */\nconst q = <br /> /** b */", ['a', 'b']],
  ['let a: Map<string, /** t */ X> = b as /** u */ any /** never closed', ['t', 'u']],
])('%s', (source, expected) => {
  expect(commentsOf(source)).toEqual(expected)
})

test('in a component only its scripts', () => {
  const source = `<!-- /** no */ --><p title="it's">/** no */</p>
<script setup lang="ts">/** a */ const x = '/** no */'</script>
<style>/** no */</style><script>/** b */</script>`
  expect(commentsOf(source, 'src/box.vue')).toEqual(['a', 'b'])
})
