/** Tests whose result is none that plain runs had; one line each. */
export function compareResults(plainRuns, runs) {
  const lines = new Set()
  for (const run of runs) {
    for (const [name, { status, message }] of run.tests) {
      const usual = new Set(plainRuns.map((plain) => plain.tests.get(name)?.status))
      if (!usual.has(status)) lines.add(`${name}: ${[...usual].join(' or ')} plain, here ${status} ${message ?? ''}`)
    }
    for (const name of plainRuns[0].tests.keys()) {
      if (!run.tests.has(name) && plainRuns.every((plain) => plain.tests.has(name))) lines.add(`${name}: missing here`)
    }
  }
  return [...lines]
}

export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { median, least: sorted[0], most: sorted.at(-1) }
}
