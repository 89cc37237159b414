import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'

import {
  COMMENT_LENGTH,
  compareRecordings,
  describeDifference,
  escapeHtml,
  githubLink,
  renderMarkdown,
  renderText,
  shortName,
  visible,
} from '../../src/compare/index.ts'
import { helpExample, side, type PlacedSketch } from './placed.ts'

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</code></table><script>alert(1)</script>',
  '`code` | cell | @team #1',
  '[text](javascript:alert(1))',
  '![x](http://example.com/x.png)',
  'line\nbreak\r\n\n# heading',
  '\u001b[31mred\u001b]0;title\u0007',
  'a\u202Eb\u2066c\u200Bd',
  '&lt;b&gt; $x$ **bold** _em_ ~~gone~~',
  '--> <!-- ',
  '::error file=x::y',
  '\ud800',
  'https://example.com www.example.com',
]

function hostileDocument(names: readonly string[]): ReturnType<typeof describeDifference> {
  const common: PlacedSketch = { name: 'src/common.ts:f' }
  const base = side(names[0]!, [
    common,
    ...names.map((name, i): PlacedSketch => ({ name: `gone.ts:${name}${i}`, calls: 1 })),
  ])
  const head = side(names.at(-1)!, [
    { ...common, callees: { [`${names[0]}:path0`]: 1 } },
    ...names.map((name, i): PlacedSketch => ({ name: `${name}:path${i}`, phase: 'startup', size: 300 })),
    ...names.map((name, i): PlacedSketch => ({ name: `${name}:late${i}`, calls: 0 })),
  ])
  const incomplete = { ...head, recording: { ...head.recording, complete: false, problems: names } }
  return describeDifference(compareRecordings(base, incomplete))
}

/** As GitHub does, more or less: tables, HTML let through. */
const markdown = new MarkdownIt({ html: true, linkify: true })

describe('the comment', () => {
  test('reads well', () => {
    const { base, head } = helpExample()
    const text = renderMarkdown(describeDifference(compareRecordings(base, head)))
    expect(text).toMatchInlineSnapshot(`
      "### ⚠️ Start-up touches 2 more pages (1 → 3); over budget: start-up takes 3 of 2 pages

      | phase | pages | budget | bytes |  | functions |
      | --- | --: | --: | --: | --: | --: |
      | start-up | 1 → 3 | **2 (over)** | 2.3 KB → 8.4 KB | +258 % | 3 → 6 |
      | first frame | 1 | 4 | 2.0 KB |  | 1 |
      | steady | 1 |  | 860 B |  | 2 |
      | cold | 1 → 2 |  | 2.5 KB → 4.9 KB | +98 % | 2 → 1 |
      | **total** | 3 → 7 |  | 7.6 KB → 16.1 KB | +112 % | 8 → 10 |

      **3 functions came into start-up (6.0 KB)**

      | function | bytes | was | shortest call path (⇒ new call) |
      | --- | --: | --- | --- |
      | \`src/help.ts:usage\` | 3.4 KB | new | \`src/main.ts:<module>\` → \`src/main.ts:main\` → \`src/cli.ts:parse\` ⇒ \`src/help.ts:usage\` |
      | \`src/help.ts:wrap\` | 2.4 KB | cold | \`src/main.ts:<module>\` → \`src/main.ts:main\` → \`src/cli.ts:parse\` ⇒ \`src/help.ts:usage\` → \`src/help.ts:wrap\` |
      | \`src/chart.ts:<module>\` | 150 B | new | loaded |

      **1 more module loaded early and not needed before the first frame (5.0 KB)**

      | module | bytes | functions |
      | --- | --: | --: |
      | \`src/chart.ts\` | 5.0 KB | 1 |

      **What to do**

      - Load \`src/chart.ts\` with \`import()\` where it is needed: nothing in it runs before the first frame (5.0 KB).
      - The call \`src/cli.ts:parse\` ⇒ \`usage\` brought 2 functions (5.9 KB) into start-up: can it wait until after the first frame?

      <details><summary>3 new functions</summary>

      | function | bytes | phase | calls |
      | --- | --: | --- | --: |
      | \`src/chart.ts:draw\` | 4.9 KB | cold | 0 |
      | \`src/help.ts:usage\` | 3.4 KB | start-up | 1 |
      | \`src/chart.ts:<module>\` | 150 B | start-up | 1 |

      </details>

      <details><summary>1 function gone</summary>

      | function | bytes | phase | calls |
      | --- | --: | --- | --: |
      | \`src/gone.ts:gone\` | 20 B | cold | 0 |

      </details>

      <details><summary>1 function renamed or moved to another module</summary>

      | was | is |
      | --- | --- |
      | \`src/old.ts:pad\` | \`src/new.ts:pad\` |

      </details>

      <details><summary>1 function changed in size</summary>

      | function | bytes | phase |
      | --- | --: | --- |
      | \`src/cli.ts:parse\` | 1,200 → 1,250 | start-up |

      </details>

      <details><summary>1 function called another number of times</summary>

      | function | calls | phase |
      | --- | --: | --- |
      | \`src/help.ts:wrap\` | 0 → 9 | start-up |

      </details>

      <details><summary>2 calls between functions that did not call each other before</summary>

      | caller | callee | calls |
      | --- | --- | --: |
      | \`src/cli.ts:parse\` | \`src/new.ts:pad\` | 3 |
      | \`src/cli.ts:parse\` | \`src/help.ts:usage\` | 1 |

      </details>

      <details><summary>3 functions on another page of the same phase</summary>

      | function | page | phase |
      | --- | --: | --- |
      | \`src/view.ts:render\` | 2 → 4 | first frame |
      | \`src/view.ts:scroll\` | 3 → 5 | steady |
      | \`src/new.ts:pad\` | 3 → 5 | steady |

      </details>

      <sub>main → feature. 4 functions unchanged. Pages of 4 KB.</sub>
      "
    `)
  })

  test('links go to lines of the commit', () => {
    const { base, head } = helpExample()
    const link = githubLink({ server: 'https://github.com', repository: 'o/r', sha: 'abc' })
    const text = renderMarkdown(describeDifference(compareRecordings(base, head)), { link, marker: '<!-- m -->' })
    expect(text.startsWith('<!-- m -->\n\n### ')).toBe(true)
    expect(text).toContain('[`src/help.ts:usage`](<https://github.com/o/r/blob/abc/src/help.ts#L7>)')
  })

  test('names cannot add elements, links, mentions or rows', () => {
    const link = githubLink({ server: 'https://github.com', repository: 'o/r', sha: 'abc' })
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' })), { minLength: 1, maxLength: 8 }),
        (names) => {
          const document = hostileDocument(names)
          const html = markdown.render(renderMarkdown(document, { link }))
          const elements = [...html.matchAll(/<\/?([a-z][a-z\d]*)\b[^>]*>/gi)].map((match) => match[0])
          const allowed =
            /^<\/?(h3|p|ul|li|table|thead|tbody|tr|th|td|code|strong|em|sub|details|summary|br)( style="text-align:right")?>$|^<a href="https:\/\/github\.com\/o\/r\/blob\/abc\/[^"]*">$|^<\/a>$/
          expect(elements.filter((element) => !allowed.test(element))).toEqual([])
          const rows = document.sections.reduce((sum, { rows }) => sum + rows.length + 1, 0)
          expect(html.match(/<tr>/g)!.length).toBe(rows)
        },
      ),
      { seed: 3, numRuns: 60 },
    )
  })

  test('is never longer than a comment can be, and keeps the phases', () => {
    for (const length of [10, 200, 5000]) {
      const names = Array.from({ length: 400 }, (_, i) => `${'x<'.repeat(length / 2)}${i}`)
      const text = renderMarkdown(hostileDocument(names))
      expect(text.length).toBeLessThanOrEqual(COMMENT_LENGTH)
      expect(text).toContain('| start-up |')
    }
    expect(renderMarkdown(hostileDocument(HOSTILE), { maxLength: 3000 }).length).toBeLessThanOrEqual(3000)
  })
})

describe('the text', () => {
  test('reads well', () => {
    const { base, head } = helpExample()
    expect(renderText(describeDifference(compareRecordings(base, head)))).toMatchInlineSnapshot(`
      "Start-up touches 2 more pages (1 → 3); over budget: start-up takes 3 of 2 pages

      phase        pages    budget             bytes          functions
      start-up     1 → 3  2 (over)   2.3 KB → 8.4 KB  +258 %      3 → 6
      first frame      1         4            2.0 KB                  1
      steady           1                       860 B                  2
      cold         1 → 2             2.5 KB → 4.9 KB   +98 %      2 → 1
      total        3 → 7            7.6 KB → 16.1 KB  +112 %     8 → 10

      3 functions came into start-up (6.0 KB)
      function                bytes  was   shortest call path (⇒ new call)
      src/help.ts:usage      3.4 KB  new   src/main.ts:<module> → src/main.ts:main → src/cli.ts:parse ⇒ src/help.ts:usage
      src/help.ts:wrap       2.4 KB  cold  src/main.ts:<module> → src/main.ts:main → src/cli.ts:parse ⇒ src/help.ts:usage → src/help.ts:wrap
      src/chart.ts:<module>   150 B  new   loaded

      1 more module loaded early and not needed before the first frame (5.0 KB)
      module         bytes  functions
      src/chart.ts  5.0 KB          1

      What to do
      - Load src/chart.ts with import() where it is needed: nothing in it runs before the first frame (5.0 KB).
      - The call src/cli.ts:parse ⇒ usage brought 2 functions (5.9 KB) into start-up: can it wait until after the first frame?

      + 3 new functions
      + 1 function gone
      + 1 function renamed or moved to another module
      + 1 function changed in size
      + 1 function called another number of times
      + 2 calls between functions that did not call each other before
      + 3 functions on another page of the same phase

      main → feature. 4 functions unchanged. Pages of 4 KB.
      "
    `)
  })

  test('no control character of a name reaches the terminal', () => {
    const text = renderText(hostileDocument(HOSTILE), { all: true })
    expect(Array.from(text).filter((c) => c !== '\n' && visible(c) !== c)).toEqual([])
  })
})

test('escaping keeps what can be seen', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(visible(text))).toBe(visible(text))
      const decoded = escapeHtml(text).replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
      expect(decoded).toBe(text)
      expect(Array.from(shortName(text, 20)).length).toBeLessThanOrEqual(20)
    }),
    { seed: 3, numRuns: 200 },
  )
})
