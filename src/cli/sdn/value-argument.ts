import { SdnError, SdnPlaces, countComments, parseJson, parseSdn } from '../../sdn/index.ts'

import type { SdnValue } from '../../sdn/index.ts'

const KEY = 'value'

/** The value that an argument of the command line means: text, JSON, or what may stand after `key:` in a file. */
export function valueOfArgument(text: string, kind: 'string' | 'json' | 'sdn'): SdnValue {
  if (kind === 'string') return text
  if (kind === 'json') return parseJson(text, 'VALUE')
  const line = `${KEY}: ${text}`
  try {
    const tree = parseSdn(line)
    const value = tree.get(KEY)
    // A comment would be dropped, a second line would add keys or be the one that counts.
    const isAlone = tree.size === 1 && new SdnPlaces(line).ofKey([KEY])?.line === 1 && countComments(line) === 0
    if (isAlone && value !== undefined) return value
  } catch (error) {
    if (!(error instanceof SdnError)) throw error
    throw new SdnError('SDN_PATH', `VALUE ${JSON.stringify(text)} is no value of SDN.`, {
      hint: 'Give --string to take it as text, --json to take it as JSON.',
      cause: error,
    })
  }
  throw new SdnError('SDN_PATH', `VALUE ${JSON.stringify(text)} holds a comment or more than one value.`, {
    hint: 'Give --string to take it as text.',
  })
}
