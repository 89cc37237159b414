// node record-node.mjs MAIN OUT FOLDER: runs MAIN in Node under V8's precise coverage and writes every function of the
// modules below FOLDER that V8 knows, with its place and call count. What runs is the libraries' own modules, not the
// bundle, and not Hermes.
import { writeFileSync, readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [main, out, folder] = process.argv.slice(2)
const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
await import(pathToFileURL(main).href)
const { result } = await session.post('Profiler.takePreciseCoverage')

const functions = []
for (const { url, functions: found } of result) {
  if (!url.startsWith('file://')) continue
  const path = fileURLToPath(url)
  const module = relative(folder, path).split(sep).join('/')
  if (module.startsWith('..')) continue
  const code = readFileSync(path, 'utf8')
  const lines = lineStarts(code)
  for (const { ranges } of found) {
    const [{ startOffset, endOffset, count }] = ranges
    const end = placeAt(lines, endOffset)
    functions.push({
      module,
      start: placeAt(lines, startOffset),
      end,
      length: endOffset - startOffset,
      callCount: count,
    })
  }
}
writeFileSync(out, JSON.stringify(functions))

function lineStarts(code) {
  const starts = [0]
  for (let at = code.indexOf('\n'); at !== -1; at = code.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function placeAt(lines, offset) {
  let line = 0
  for (let low = 0, high = lines.length; low < high;) {
    const middle = (low + high) >>> 1
    if (lines[middle] <= offset) line = low = middle + 1
    else high = middle
  }
  return [line, offset - lines[line - 1] + 1]
}
