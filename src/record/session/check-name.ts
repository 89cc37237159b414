import { LayoutError } from '../../errors.ts'

const EXAMPLES = { function: 'src/app.ts:main', marker: 'startup.complete' } as const

/**
 * Checks a name that the program itself gives, which no type checker may have seen: with an empty one, what was recorded could
 * be written and not be read back.
 *
 * @throws LayoutError `NAME`
 */
export function checkName(name: unknown, of: keyof typeof EXAMPLES): asserts name is string {
  if (typeof name === 'string' && name !== '') return
  const found = name === '' ? 'empty' : name === null || name === undefined ? String(name) : `of type ${typeof name}`
  throw new LayoutError('NAME', `the name of a ${of} is ${found}, expected a text like ${EXAMPLES[of]}.`, {
    hint: 'Give a name of your own to what has none.',
  })
}
