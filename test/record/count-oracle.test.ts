import { readFileSync } from 'node:fs'
import { Session, type Profiler } from 'node:inspector'

import { expect, test } from 'vitest'

import { createProbe } from '../../src/record/probe/index.ts'
import { readJournal } from '../../src/record/transport/index.ts'
import { evaluate, instrumentText, TEST_CONFIG } from './support/run.ts'

/** Counts by V8's precise coverage while a module's text runs: one entry per function, offsets in the text. */
async function v8Counts(
  code: string,
  names: Record<string, unknown>,
): Promise<{ start: number; end: number; count: number; name: string }[]> {
  const session = new Session()
  session.connect()
  const post = <T>(method: string, params?: object): Promise<T> =>
    new Promise((resolve, reject) => {
      session.post(method, params, (error, result) => (error === null ? resolve(result as T) : reject(error)))
    })
  const file = `counted-${Math.random()}.js`
  try {
    await post('Profiler.enable')
    await post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
    const offset = await evaluate(code, file, names)
    const { result } = await post<Profiler.TakePreciseCoverageReturnType>('Profiler.takePreciseCoverage')
    const script = result.find((entry) => entry.url.endsWith(file))!
    return script.functions.map((fn) => ({
      name: fn.functionName,
      start: fn.ranges[0]!.startOffset - offset,
      end: fn.ranges[0]!.endOffset - offset,
      count: fn.ranges[0]!.count,
    }))
  } finally {
    session.disconnect()
  }
}

/** Compares the probes' counts of one run with V8's of another, of the untouched text. */
async function compare(
  code: string,
  names: () => Record<string, unknown>,
): Promise<{ matched: number; different: string[]; log: unknown[][] }> {
  const logs: unknown[][][] = [[], []]
  const withLog = (index: number): Record<string, unknown> => ({
    ...names(),
    log: (...values: unknown[]) => void logs[index]!.push(values),
  })
  const expected = await v8Counts(code, withLog(0))
  const transformed = instrumentText(code)
  const probe = createProbe(TEST_CONFIG)
  await evaluate(transformed.code, 'probed.js', { ...withLog(1), ...probe.globals })
  expect(logs[1]).toEqual(logs[0])
  const recording = readJournal(probe.drain())
  const actual = new Map(Array.from(recording.slots, (slot, i) => [slot, recording.calls[i]!]))
  const leftAlone = new Set(transformed.leftAlone.filter((l) => l.reason === 'eval').map((l) => l.path))

  const different: string[] = []
  let matched = 0
  const taken = new Set<object>()
  for (const [index, fn] of transformed.functions.entries()) {
    if (index === 0 || leftAlone.has(fn.path)) continue
    // V8 reports a method from its name or its parenthesis on, an initialiser from its first member to the last one's
    // end; the end is what both agree on, and of several with one end the outer ones come first in both.
    const isMembers = fn.path.endsWith('members>')
    const candidates = expected.filter(
      (v8) =>
        !taken.has(v8) &&
        (isMembers
          ? v8.name ===
              (fn.path.endsWith('<static_members>') ? '<static_initializer>' : '<instance_members_initializer>') &&
            v8.start >= fn.start - 200 &&
            v8.start <= fn.end &&
            v8.end >= fn.start
          : v8.end === fn.end && v8.start >= fn.start),
    )
    const found = candidates.sort((a, b) => a.start - b.start)[0]
    if (found !== undefined) {
      taken.add(found)
      matched++
    }
    const want = found?.count ?? 0
    const got = actual.get(index + 1) ?? 0
    if (want !== got) different.push(`${fn.path}: V8 ${found === undefined ? 'absent' : want}, probes ${got}`)
  }
  // Nothing that V8 saw run may be missing among ours, but what has no function of its own in the source.
  for (const v8 of expected) {
    if (
      !taken.has(v8) &&
      v8.count > 0 &&
      v8.start >= 0 &&
      !code.slice(v8.start).startsWith('class') &&
      !leftAlone.has(v8.name)
    ) {
      different.push(
        `${v8.name || '(anonymous)'} at ${v8.start}-${v8.end} ${JSON.stringify(code.slice(v8.start, v8.start + 30))}: V8 ${v8.count}, not found`,
      )
    }
  }
  return { matched, different, log: logs[0]! }
}

test('call counts of all constructs are V8’s own, and the program does the same', async () => {
  const code = readFileSync(new URL('./fixtures/constructs.js', import.meta.url), 'utf8')
  const { matched, different, log } = await compare(code, () => ({}))
  expect(different).toEqual([])
  expect(matched).toBeGreaterThan(90)
  expect(log.length).toBeGreaterThan(20)
})
