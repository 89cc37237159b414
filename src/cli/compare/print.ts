import { appendFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { renderMarkdown, renderText, visible, type Document } from '../../compare/index.ts'
import { writeFileAtomic } from '../../files/index.ts'
import { paintFor } from '../../report/index.ts'
import type { CommandIo } from '../command.ts'
import { COMMENT_MARKER, linksOf, type Format } from './options.ts'

/** What a job summary on GitHub can hold, and a little less. */
const SUMMARY_LENGTH = 1_000_000

export interface PrintOptions {
  readonly format: Format
  readonly output: string | undefined
  readonly all: boolean
  /** For `json`. */
  readonly data: unknown
}

/** Writes a document in the chosen format to standard output or a file. */
export function print(document: Document, { format, output, all, data }: PrintOptions, io: CommandIo): void {
  const isPrinted = output === undefined || output === '-'
  const text = {
    text: () => renderText(document, { all, paint: isPrinted ? paintFor(io.stdout, io.env) : paintFor({}, {}) }),
    markdown: () => renderMarkdown(document, linksOf(io)),
    github: () => renderMarkdown(document, { ...linksOf(io), marker: COMMENT_MARKER }),
    json: () => `${printableJson(data)}\n`,
  }[format]()
  if (isPrinted) io.stdout.write(text)
  else writeFileAtomic(resolve(io.cwd, output), text)
}

/** JSON whose strings hold no character that steers a terminal: the escapes are JSON's own, programs read the same data. */
function printableJson(data: unknown): string {
  return JSON.stringify(data, null, 1).split('\n').map(visible).join('\n')
}

/** Adds a document to the summary of the job, where there is one; the answer stands, whether that can be written or not. */
export function addToJobSummary(document: Document, io: CommandIo): void {
  const file = io.env['GITHUB_STEP_SUMMARY']
  if (file === undefined || file === '') return
  const text = `${renderMarkdown(document, { ...linksOf(io), maxLength: SUMMARY_LENGTH })}\n`
  try {
    appendFileSync(file, text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    io.stderr.write(`warning: the summary of the job was not written: ${reason}. Check GITHUB_STEP_SUMMARY.\n`)
  }
}
