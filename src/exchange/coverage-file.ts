import * as v from 'valibot'

import { LayoutError } from '../errors.ts'
import { readJsonFile } from './read-json.ts'

interface FunctionCoverage {
  readonly functionName: string
  readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[]
}

export interface CachedSourceMap {
  readonly lineLengths?: readonly number[] | undefined
  readonly data?:
    | { readonly version: number; readonly mappings: string; readonly sources: readonly string[] }
    | null
    | undefined
}

/** What Node writes on exit for one process. Offsets are UTF-16 units. */
export interface CoverageFile {
  readonly result: readonly { readonly url: string; readonly functions: readonly FunctionCoverage[] }[]
  readonly 'source-map-cache'?: Readonly<Record<string, CachedSourceMap>> | undefined
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const schema: v.GenericSchema<unknown, CoverageFile> = v.object({
  result: v.array(
    v.object({
      url: v.string(),
      functions: v.array(
        v.object({
          functionName: v.string(),
          ranges: v.pipe(v.array(v.object({ startOffset: count, endOffset: count, count })), v.minLength(1)),
        }),
      ),
    }),
  ),
  'source-map-cache': v.optional(
    v.record(
      v.string(),
      v.object({
        lineLengths: v.optional(v.array(v.number())),
        data: v.nullish(v.looseObject({ version: v.number(), mappings: v.string(), sources: v.array(v.string()) })),
      }),
    ),
  ),
})

/**
 * Reads one file of a `NODE_V8_COVERAGE` folder.
 *
 * @throws LayoutError `READ_FAILED`, `JSON_INVALID`, `COVERAGE_SHAPE`
 */
export function readCoverageFile(path: string): CoverageFile {
  const parsed = v.safeParse(schema, readJsonFile(path))
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const at = v.getDotPath(issue)
  throw new LayoutError(
    'COVERAGE_SHAPE',
    `not a V8 coverage file: ${at === null ? '' : `${at}: `}${issue.message}. Expected what Node writes into the folder NODE_V8_COVERAGE names.`,
    { file: path },
  )
}
