// Reading a layout.sdn of many functions, and giving phases by name, by pattern and by scanning. Needs `npm run build`.
// Usage: node bench/config-scale.mjs [functions] [patterns]
import { LayoutConfig, matchesWildcard, ownName, splitFunctionName } from '../dist/src/model/index.js'

const [functionCount = 200_000, patternCount = 1_000] = process.argv.slice(2).map(Number)
const PHASES = ['startup', 'first_frame', 'steady', 'cold']

function cpu() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function time(run) {
  const start = cpu()
  const result = run()
  return { seconds: cpu() - start, result }
}

const names = Array.from(
  { length: functionCount },
  (_, i) => `src/area${i % 97}/module${i % 4999}.ts:Class${i}.method_${i % 300}`,
)
// A third each of prefixes, suffixes and exact names, and a few with stars inside.
const patterns = Array.from(
  { length: patternCount },
  (_, i) => [`unused_${i}_*`, `*_end${i}`, `exact${i}`, `*mid${i}*`][i % 50 === 0 ? 3 : i % 3],
)
patterns.push('method_29*')
const data = {
  patterns: { startup: patterns },
  recorded: names.map((name, i) => ({ name, phase: PHASES[i % 4], size: 100, callCount: i, page: i >> 5 })),
}
const text = new LayoutConfig(data).toSdn()
const read = time(() => LayoutConfig.fromText(text))
const byName = time(() => names.filter((name) => read.result.phaseOf(name) === 'startup').length)
const unrecorded = new LayoutConfig({ patterns: data.patterns })
const byPattern = time(() => names.filter((name) => unrecorded.phaseOf(name) === 'startup').length)
// The same question asked the plain way, of a part of the functions.
const part = names.filter((_, i) => i % 100 === 0)
const indexedPart = time(() => part.filter((name) => unrecorded.phaseOf(name) === 'startup').length)
const scanned = time(
  () =>
    part.filter((name) => {
      const { path } = splitFunctionName(name)
      const own = ownName(path)
      return patterns.some((pattern) => matchesWildcard(pattern, path) || matchesWildcard(pattern, own))
    }).length,
)
if (scanned.result !== indexedPart.result)
  throw new Error(`${scanned.result} by scanning, ${indexedPart.result} by index`)

console.log(`${functionCount} functions, ${patterns.length} patterns, CPU seconds`)
console.log(`read layout.sdn (${(text.length / 1e6).toFixed(0)} MB)   ${read.seconds.toFixed(2)}`)
console.log(`phase by recorded row        ${byName.seconds.toFixed(2)}`)
console.log(`phase by pattern             ${byPattern.seconds.toFixed(2)}`)
console.log(
  `scanning over the index, ${part.length} functions: ${(scanned.seconds / indexedPart.seconds).toFixed(0)} times`,
)
