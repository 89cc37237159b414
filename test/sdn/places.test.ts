import { expect, test } from 'vitest'

import { SdnPlaces, formatPath, parsePath } from '../../src/sdn/index.ts'

const TEXT = `\ufefflayout:
    page_size: 4096
    empty:
    inline = {a: [1, 𝔸, "x"], b: {c: 2}}
    recorded |function, phase, size|
        "a, b", cold, 3
        𝔸𝔹, startup, # an empty cell
    page_size: 8192
`

function at(path: string): string {
  const places = new SdnPlaces(TEXT, { file: 'layout.sdn' })
  const show = (place: ReturnType<SdnPlaces['ofKey']>): string => `${place?.line}:${place?.column}`
  return `${show(places.ofKey(path))} ${show(places.ofValue(path))}`
}

test('keys and values are found by path, in code points, the last of repeated keys', () => {
  expect(at('layout')).toBe('1:1 2:5')
  expect(at('layout.page_size')).toBe('8:5 8:16')
  expect(at('layout.empty')).toBe('3:5 3:5')
  expect(at('layout.inline.a[1]')).toBe('4:22 4:22')
  expect(at('layout.inline.a[2]')).toBe('4:25 4:25')
  expect(at('layout.inline.b.c')).toBe('4:35 4:38')
  expect(at('layout.recorded')).toBe('5:5 5:14')
  expect(at('layout.recorded[0].phase')).toBe('6:17 6:17')
  expect(at('layout.recorded[1].function')).toBe('7:9 7:9')
  expect(at('layout.recorded[1].phase')).toBe('7:13 7:13')
  expect(at('layout.recorded[1].size')).toBe('7:22 7:22')
  expect(at('layout.recorded[2]')).toBe('undefined:undefined undefined:undefined')
})

test('fields of a table have places', () => {
  expect(new SdnPlaces('t |a, "b c"|\n').ofField('t', 1)).toEqual({ file: undefined, line: 1, column: 7 })
})

test('paths are read and written', () => {
  const path = ['layout', 'a.b', '', 3, '[', 'x"y', '\\', 'c']
  expect(parsePath(formatPath(path))).toEqual(path)
  expect(parsePath('a[0][12].b')).toEqual(['a', 0, 12, 'b'])
  for (const wrong of ['.', 'a.', '.a', 'a..b', 'a[', 'a[x]', 'a"b"', '"a', '[0]', 'a[0]b']) {
    expect(() => parsePath(wrong)).toThrow(/no path/)
  }
})
