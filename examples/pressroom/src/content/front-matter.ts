import { parse } from 'yaml'

import { UserError } from '../cli/failure.ts'

export interface FrontMatter {
  readonly data: Record<string, unknown>
  readonly body: string
}

const FENCE = '---'

export function parseFrontMatter(text: string, source = 'a post'): FrontMatter {
  if (!text.startsWith(FENCE)) return { data: {}, body: text }
  const end = findEnd(text)
  if (end === -1)
    throw new UserError(`${source} opens its front matter and never closes it.`, 'End it with a line of ---.')
  const data: unknown = parse(text.slice(FENCE.length, end))
  return { data: isRecord(data) ? data : {}, body: text.slice(end + FENCE.length + 1).trimStart() }
}

function findEnd(text: string): number {
  const at = text.indexOf(`\n${FENCE}`, FENCE.length)
  return at === -1 ? -1 : at + 1
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
