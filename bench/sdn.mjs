// Speed of the SDN parser and writer on tables of recorded functions: `npm run build && node bench/sdn.mjs`.
//
// What to read off: the time for 100,000 rows, and that the time a row stays the same from 10,000 to 1,000,000 rows
// (growth 1.0 is linear). JSON.parse and JSON.stringify of the same rows, as lists, run beside for scale; they are native
// code and tell no integers from floats, so their ratio is a yardstick, not a rival.
import { SdnDocument, parseSdn, toTagged, writeSdn } from '../dist/src/sdn/index.js'

const SIZES = (process.argv[2] ?? '10000,100000,1000000').split(',').map(Number)
const PHASES = ['startup', 'first_frame', 'steady', 'cold']
const FIELDS = ['function', 'phase', 'size', 'call_count', 'page']

/** `quoted`: names as the layout writer writes them; otherwise names of plain words. */
function rowsOf(count, quoted) {
  return Array.from({ length: count }, (_, index) => {
    const name = `src/modules/feature${index % 97}/file${index % 1013}.ts:Class${index % 31}.method${index}`
    const function_ = quoted ? name : name.replaceAll(':', '/')
    return [function_, PHASES[index % 4], 64 + (index % 4000), (index * 7919) % 100_000, Math.floor(index / 16)]
  })
}

function textOf(rows, quoted) {
  const lines = rows.map((row) => `        ${quoted ? JSON.stringify(row[0]) : row[0]}, ${row.slice(1).join(', ')}\n`)
  return `layout:\n    page_size: 4096\n    recorded |${FIELDS.join(', ')}|\n${lines.join('')}`
}

/** The best of some runs, in milliseconds: the run that the rest of the machine disturbed least. */
function best(runs, work) {
  let least = Infinity
  for (let run = 0; run < runs; run += 1) {
    globalThis.gc?.()
    const start = performance.now()
    work()
    least = Math.min(least, performance.now() - start)
  }
  return least
}

function measure(count, quoted) {
  const rows = rowsOf(count, quoted)
  const text = textOf(rows, quoted)
  const json = JSON.stringify(rows)
  const runs = count > 300_000 ? 3 : 7
  const tree = parseSdn(text)
  if (writeSdn(tree) !== text) throw new Error('the writer does not write what the parser read')
  return {
    count,
    megabytes: text.length / 1e6,
    parse: best(runs, () => parseSdn(text)),
    write: best(runs, () => writeSdn(tree)),
    jsonParse: best(runs, () => JSON.parse(json)),
    jsonWrite: best(runs, () => JSON.stringify(rows)),
    text,
  }
}

const number = (value, digits = 0, width = 9) => value.toFixed(digits).padStart(width)

for (const quoted of [true, false]) {
  console.log(`\nrecorded rows of 5 cells, function names ${quoted ? 'quoted' : 'bare'}`)
  console.log('     rows       MB  parse ms  ns a row   growth  write ms   growth  x JSON.parse  x JSON.stringify')
  let first
  for (const size of SIZES) {
    const { count, megabytes, parse, write, jsonParse, jsonWrite } = measure(size, quoted)
    first ??= { parse: parse / count, write: write / count }
    console.log(
      number(count) +
        number(megabytes, 1) +
        number(parse, 1, 10) +
        number((parse / count) * 1e6, 0, 10) +
        number(parse / count / first.parse, 2) +
        number(write, 1, 10) +
        number(write / count / first.write, 2) +
        number(parse / jsonParse, 1, 14) +
        number(write / jsonWrite, 1, 18),
    )
  }
}

const { text } = measure(100_000, true)
console.log('\nother work on 100,000 rows, against one parse')
const parse = best(5, () => parseSdn(text))
const tree = parseSdn(text)
console.log(`  mode untrusted      ${number(best(5, () => parseSdn(text, { mode: 'untrusted' })) / parse, 2)}`)
console.log(`  with places         ${number(best(5, () => SdnDocument.parse(text)) / parse, 2)}`)
const document = SdnDocument.parse(text)
let page = 0
const edit = best(5, () => document.set('layout.recorded[50000].page', (page += 1)))
console.log(`  one edit of a cell  ${number(edit / parse, 2)}`)
console.log(`  toTagged            ${number(best(5, () => toTagged(tree)) / parse, 2)}`)
