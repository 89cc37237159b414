import { readFileSync } from 'node:fs'

export function readCounts(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

export function printCounts({ files, missing, functions, executed, calls, differences, unrecorded, warnings }) {
  const print = (text) => process.stdout.write(`${text}\n`)
  print(
    `\ncounts: ${files} test files, ${functions} functions, ${executed} ran, ${calls} calls by V8's precise coverage`,
  )
  print(`functions whose count differs: ${differences.length}`)
  for (const { name, line, v8, probes } of differences.slice(0, 40))
    print(`    ${name} (line ${line}): V8 ${v8}, probes ${probes}`)
  if (missing.length > 0) print(`test files that sent nothing: ${missing.length} (${missing.slice(0, 5).join(', ')})`)
  if (unrecorded.length > 0) print(`functions not wholly recorded: ${unrecorded.length}`)
  for (const { name, reason } of unrecorded.slice(0, 20)) print(`    ${name} (${reason})`)
  for (const warning of warnings.slice(0, 10)) print(`    ${warning}`)
}
