import { describe, expect, test } from 'vitest'

import { checkLayout, describeCheck, renderMarkdown, toWorkflowCommands } from '../../src/compare/index.ts'
import { helpExample, side } from './placed.ts'

const { base, head } = helpExample()
const small = side('small', [{ name: 'src/a.ts:f', phase: 'startup', size: 5000 }])
const codes = (result: ReturnType<typeof checkLayout>): string[] =>
  result.findings.map(({ level, code }) => `${level} ${code}`)

describe('status', () => {
  test('0 within all limits', () => {
    expect(checkLayout(small, { maxStartupPages: 2 })).toMatchObject({ status: 0, findings: [], difference: undefined })
    expect(checkLayout(base).status).toBe(0)
  })

  test('1 over a budget, over --max-startup-pages, over --max-growth', () => {
    expect(checkLayout(head).findings.map(({ message }) => message)).toEqual([
      'Start-up takes 3 pages, its budget is 2.',
    ])
    expect(checkLayout(head).status).toBe(1)
    expect(checkLayout(small, { maxStartupPages: 1 }).status).toBe(1)
    const grown = checkLayout(head, { base, maxGrowth: 1 })
    expect(grown.status).toBe(1)
    expect(grown.findings[1]!.message).toBe('Start-up grew by 2 pages (1 to 3), --max-growth allows 1.')
    expect(codes(checkLayout(head, { base, maxGrowth: 2 }))[1]).toBe('error entered')
  })

  test('2 when nothing is over but something is missing; 1 when something is over all the same', () => {
    const cut = { ...small, recording: { ...small.recording, complete: false, problems: ['worker was killed'] } }
    expect(checkLayout(cut).status).toBe(2)
    expect(checkLayout(cut, { maxStartupPages: 1 }).status).toBe(1)
  })
})

test('growth over a base that lacks something is not certain', () => {
  const cut = { ...base, recording: { ...base.recording, complete: false, problems: ['a.test.ts failed to load.'] } }
  const within = {
    ...head,
    placement: { ...head.placement, budgets: { startup: 0, first_frame: 0, steady: 0, cold: 0 } },
  }
  const result = checkLayout(within, { base: cut, maxGrowth: 1 })
  expect(result.status).toBe(2)
  expect(result.findings[0]).toEqual({
    level: 'warning',
    code: 'growth',
    message:
      'Start-up grew by 2 pages (1 to 3), --max-growth allows 1; the base lacks something, so this is not certain.',
  })
  expect(codes(checkLayout(within, { base: side('none', []), maxGrowth: 1 }))[0]).toBe('warning growth')
  // What this recording lacks can only add to it.
  const less = { ...within, recording: { ...head.recording, complete: false } }
  expect(checkLayout(less, { base, maxGrowth: 1 }).status).toBe(1)
})

test('2 of a recording without functions, which is within any limit', () => {
  const empty = side('this recording', [])
  const result = checkLayout(empty, { maxStartupPages: 8 })
  expect(result.status).toBe(2)
  expect(codes(result)).toEqual(['warning empty'])
  expect(describeCheck(result).headline).toBe('Nothing is over a limit, but a recording has no function')
  expect(checkLayout(small, { base: empty }).status).toBe(2)
})

test('thresholds warn; danger fails only where asked', () => {
  expect(codes(checkLayout(small, { thresholds: { warn: 2, danger: 3 } }))).toEqual(['warning warn'])
  const danger = { thresholds: { warn: 1, danger: 2 } }
  expect(checkLayout(small, danger)).toMatchObject({ status: 0, findings: [{ level: 'warning', code: 'danger' }] })
  expect(checkLayout(small, { ...danger, failOnDanger: true })).toMatchObject({
    status: 1,
    findings: [{ level: 'error' }],
  })
})

test('acknowledged functions do not count as growth, and are still named', () => {
  const acknowledged = [
    { function: 'src/help.ts:*', reason: 'the tour needs it | really' },
    { function: 'src/nothing.ts:f', reason: 'gone' },
  ]
  const result = checkLayout(head, { base, maxGrowth: 0, acknowledged })
  expect(codes(result)).toEqual([
    'error budget',
    'notice acknowledged',
    'notice acknowledged',
    'error entered',
    'notice stale',
  ])
  const all = [{ function: 'src/*', reason: 'all of it' }]
  expect(
    checkLayout(head, { base: side('none', [{ name: 'src/main.ts:main' }]), maxGrowth: 0, acknowledged: all }).status,
  ).toBe(1)
  expect(
    codes(
      checkLayout(
        { ...head, placement: { ...head.placement, budgets: base.placement.budgets } },
        { base, maxGrowth: 0, acknowledged: all },
      ),
    ),
  ).not.toContain('error growth')
  expect(result.findings[1]!.message).toContain('Acknowledged: the tour needs it')
})

test('annotations stand at the functions, escaped, at most ten of a kind', () => {
  const result = checkLayout(head, { base, maxGrowth: 1 })
  expect(toWorkflowCommands(result.findings)).toEqual([
    '::error title=Code layout::Start-up takes 3 pages, its budget is 2.',
    '::error title=Code layout::Start-up grew by 2 pages (1 to 3), --max-growth allows 1.',
    '::error file=src/help.ts,line=7,col=1,title=Code layout::src/help.ts:usage (3500 bytes) runs at start-up now, called by src/cli.ts:parse.',
    '::error file=src/help.ts,line=8,col=1,title=Code layout::src/help.ts:wrap (2500 bytes) runs at start-up now, called by src/help.ts:usage.',
    '::error file=src/chart.ts,line=9,col=1,title=Code layout::src/chart.ts:<module> (150 bytes) runs at start-up now.',
  ])
  const nasty = side('n', [
    { name: 'common.ts:f' },
    ...Array.from({ length: 12 }, (_, i) => ({
      name: `a,b%\n::set-output name=x::y:\u001b[31m${i}`,
      phase: 'startup' as const,
    })),
  ])
  const commands = toWorkflowCommands(checkLayout(nasty, { base: side('b', [{ name: 'common.ts:f' }]) }).findings)
  expect(commands.length).toBe(11)
  expect(commands[10]).toBe('and 2 more findings')
  expect(commands[0]).toMatch(
    /^::notice file=a%2Cb%25%0A,line=\d+,col=1,title=Code layout::a,b%25%0A::set-output name=x::y:\\u001b\[31m/,
  )
  expect(commands.join('').includes('\n')).toBe(false)
})

test('the summary says the verdict first, with the comparison behind it', () => {
  const text = renderMarkdown(describeCheck(checkLayout(head, { base, maxGrowth: 1 })))
  expect(text.split('\n').slice(0, 5).join('\n')).toMatchInlineSnapshot(`
    "### ⚠️ The layout is over a limit. Start-up touches 2 more pages (1 → 3); over budget: start-up takes 3 of 2 pages

    - **error** Start-up takes 3 pages, its budget is 2.
    - **error** Start-up grew by 2 pages (1 to 3), --max-growth allows 1.
    "
  `)
  expect(renderMarkdown(describeCheck(checkLayout(small)))).toMatchInlineSnapshot(`
    "### ✅ The layout is within its limits

    | phase | pages | budget | bytes | functions |
    | --- | --: | --: | --: | --: |
    | start-up | 2 |  | 4.9 KB | 1 |
    | first frame | 0 |  | 0 B | 0 |
    | steady | 0 |  | 0 B | 0 |
    | cold | 0 |  | 0 B | 0 |
    "
  `)
})
