// Ratios to the plain build of the same round, and their spread.
const AGAIN = 'plain again'

export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(share * (sorted.length - 1))]
}

/** Prints one row a variant; a round that lacks it or the plain build is left out. */
export function printTable(title, rounds, names, columns) {
  console.log(`\n${title}\n`)
  console.log(
    `| variant | pairs | CPU | quartiles | 95 % of the median |${columns.map(({ name }) => ` ${name} |`).join('')}`,
  )
  console.log('|---|---|---|---|---|'.padEnd(20 + 4 * columns.length, '---|'))
  for (const name of names) {
    const pairs = rounds.filter((round) => round.plain !== undefined && round[name] !== undefined)
    if (pairs.length === 0) continue
    const ratios = (key) => pairs.map((round) => round[name][key] / plainOf(round, name, key))
    const cpu = pairs.map((round) => turnRatio(round, name) ?? round[name].cpu / plainOf(round, name, 'cpu'))
    const spread = [0.25, 0.75].map((share) => three(quantile(cpu, share))).join('-')
    const cells = [name, pairs.length, three(quantile(cpu, 0.5)), spread, medianInterval(cpu)]
    for (const { key, isInverse } of columns) {
      const middle = quantile(ratios(key), 0.5)
      cells.push(three(isInverse ? 1 / middle : middle))
    }
    console.log(`| ${cells.join(' | ')} |`)
  }
}

/** Both plain processes of the round, for less noise; the second one is itself compared with the first. */
function plainOf(round, name, key) {
  const again = round[AGAIN]
  return name === AGAIN || again === undefined ? round.plain[key] : (round.plain[key] + again[key]) / 2
}

/**
 * Slices of one turn are neighbours in time and share what else the host does: the ratio of a round is that of
 * neighbours, by the mean of the middle three fifths of its turns.
 */
function turnRatio(round, name) {
  if (round[name].slices === undefined) return undefined
  const base = name === AGAIN || round[AGAIN] === undefined ? [round.plain] : [round.plain, round[AGAIN]]
  const logs = round[name].slices.map(
    (cpu, turn) => Math.log(cpu) - mean(base.map(({ slices }) => Math.log(slices[turn]))),
  )
  const sorted = logs.toSorted((a, b) => a - b)
  const cut = Math.floor(sorted.length / 5)
  return Math.exp(mean(sorted.slice(cut, sorted.length - cut)))
}

function mean(values) {
  return values.reduce((total, value) => total + value, 0) / values.length
}

/** By order statistics: which of the sorted values hold the median between them in 95 % of all samples. */
function medianInterval(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const reach = 0.98 * Math.sqrt(sorted.length)
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach))
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach))
  return `${three(sorted[low])}-${three(sorted[high])}`
}

function three(value) {
  return value.toFixed(3)
}
