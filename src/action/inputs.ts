import { LayoutError } from '../errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What the workflow asks for; `action.yml` describes each. */
export interface ActionInputs {
  readonly recording: string | undefined
  readonly baseline: string | undefined
  readonly base: string | undefined
  readonly record: string | undefined
  readonly maxStartupPages: string | undefined
  readonly maxGrowth: string | undefined
  readonly workingDirectory: string
  readonly token: string | undefined
  readonly comment: boolean
  readonly commentKey: string
  readonly fail: boolean
}

/**
 * Reads inputs as runners give them: `INPUT_` and the name in capitals, blanks as `_`; an input left out is empty.
 *
 * @throws LayoutError `ACTION_INPUT`
 */
export function readInputs(env: Environment): ActionInputs {
  const get = (name: string): string | undefined => {
    const value = env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim()
    return value === undefined || value === '' ? undefined : value
  }
  const flag = (name: string): boolean => {
    const value = get(name) ?? 'true'
    if (/^true$/i.test(value)) return true
    if (/^false$/i.test(value)) return false
    throw new LayoutError('ACTION_INPUT', `the input ${name} is ${JSON.stringify(value)}, expected true or false.`)
  }
  const commentKey = get('comment-key') ?? ''
  if (!/^[\w./-]*$/.test(commentKey) || commentKey.includes('--')) {
    throw new LayoutError(
      'ACTION_INPUT',
      `the input comment-key is ${JSON.stringify(commentKey)}, expected letters, digits, and single . _ / - only.`,
    )
  }
  return {
    recording: get('recording'),
    baseline: get('baseline'),
    base: get('base'),
    record: get('record'),
    maxStartupPages: get('max-startup-pages'),
    maxGrowth: get('max-growth'),
    workingDirectory: get('working-directory') ?? '.',
    token: get('token'),
    comment: flag('comment'),
    commentKey,
    fail: flag('fail'),
  }
}
