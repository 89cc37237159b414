import { parseAst } from 'vite'
import { expect, test } from 'vitest'

import type { LayoutError } from '../../src/errors.ts'
import { Recorder } from '../../src/record/index.ts'
import { transformModule } from '../../src/record/transform/index.ts'

/** The hints of a module's functions by name, and what was wrong. */
function annotate(code: string): { hints: Record<string, string>; errors: LayoutError[] } {
  const recorder = new Recorder('/project')
  const transformed = transformModule({
    code,
    id: '/project/src/a.js',
    parse: (text) => parseAst(text) as never,
    allocate: recorder.allocate,
    edges: true,
    skipTrivial: true,
    head: '',
  })
  recorder.addModule(transformed, { file: '/project/src/a.js', code, source: code, map: undefined })
  const hints: Record<string, string> = {}
  for (const { name, hint } of recorder.functions.values()) {
    if (hint === undefined) continue
    hints[name.replace('src/a.js:', '')] = [hint.phase, hint.anchor, hint.pinned ? 'pin' : undefined]
      .filter((part) => part !== undefined)
      .join(' ')
  }
  return { hints, errors: recorder.annotationErrorsOf() }
}

test('a tag belongs to the function that follows it', () => {
  const { hints, errors } = annotate(`import './x.js'
/** @layout startup pin */
export function declared() { return () => 1 }
/**
 * What it does.
 * @layout first_frame
 * @param x - something
 */
export const bound = async (x) => x
/** @layout phase=cold anchor=MainLoop pin */
const handlers = {
  /** @layout anchor=mine */
  onClick() {},
  /** @layout cold */
  onKey: () => {},
}
class App {
  /** @layout startup */
  static async create() {}
  /** @layout FirstFrame */
  get title() { return 1 }
  /** @layout cold */
  handle = () => 1
  /** @layout startup */ #secret() {}
}
/** @layout startup */
export default () => {}
// @layout cold
function untouched() {}
`)
  expect(hints).toEqual({
    declared: 'startup pin',
    bound: 'first_frame',
    'handlers.onClick': 'steady mine',
    'handlers.onKey': 'cold',
    'App.static create': 'startup',
    'App.get title': 'first_frame',
    'App.handle': 'cold',
    'App.#secret': 'startup',
    default: 'startup',
  })
  expect(errors.map((error) => [error.code, error.line])).toEqual([['ANNOTATION_PLACE', 10]])
})

test('a tag on the first statement holds for the file, but where a function has its own', () => {
  const { hints } = annotate(`/** @layout cold */
import './x.js'
function a() { return () => 1 }
/** @layout startup */
function b() {}
`)
  expect(hints).toEqual({ '<module>': 'cold', a: 'cold', 'a.<anonymous#1>': 'cold', b: 'startup' })
})

test('an unknown phase or word is an error with its place', () => {
  const { hints, errors } = annotate(`const x = 1
/** @layout start_up */
function a() {}
class B {
  /** @layout startup weight=3 */
  m() {}
}
`)
  expect(hints).toEqual({})
  expect(errors.map(({ code, file, line, column }) => ({ code, file, line, column }))).toEqual([
    { code: 'UNKNOWN_PHASE', file: 'src/a.js', line: 2, column: 5 },
    { code: 'ANNOTATION', file: 'src/a.js', line: 5, column: 7 },
  ])
})
