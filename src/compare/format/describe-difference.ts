import { splitFunctionName } from '../../model/index.ts'
import type { LayoutPhase } from '../../model/phase.ts'
import { formatBytes, formatChange, formatCount, plural } from '../../report/index.ts'
import type { ChangedFunction, Difference, FunctionState, LazyCandidate, Pair, StartupEntry } from '../difference.ts'
import type { Cell, Column, Document, Piece, Section } from './document.ts'

/** Steps of a call path that are shown; the middle of longer ones goes. */
const PATH_LENGTH = 6

const FUNCTION: Column = { title: 'function' }
const BYTES: Column = { title: 'bytes', align: 'right' }

/** Puts a comparison into words and tables; what matters first. */
export function describeDifference(difference: Difference): Document {
  const { headline, tone } = summarize(difference)
  return {
    headline,
    tone,
    notes: difference.problems.map((problem) => ({ text: problem })),
    sections: [
      phaseSection(difference),
      startupSection(difference.startup),
      bundleSection(difference),
      lazySection(
        difference.lazy.filter(({ isNew }) => isNew),
        false,
      ),
      changedSection('left start-up', difference.leftStartup, false),
      changedSection(
        'moved between other phases',
        difference.movedPhase.filter(({ base, head }) => base.phase !== 'startup' && head.phase !== 'startup'),
        true,
      ),
      stateSection(plural(difference.added.length, 'new function'), difference.added, true),
      stateSection(`${plural(difference.removed.length, 'function')} gone`, difference.removed, false),
      renamedSection(difference.renamed),
      pairSection('changed in size', 'bytes', difference.resized, ({ size }) => size, formatCount),
      pairSection('called another number of times', 'calls', difference.callCounts, ({ calls }) => calls, formatCount),
      newCallSection(difference),
      lazySection(
        difference.lazy.filter(({ isNew }) => !isNew),
        true,
      ),
      timeSection(difference),
      pairSection(
        'on another page of the same phase',
        'page',
        difference.movedPage,
        ({ page }) => page + 1,
        formatCount,
      ),
    ].filter((section) => section !== undefined),
    advice: adviceFor(difference),
    footer: [
      { text: difference.base },
      ' → ',
      { text: difference.head },
      `. ${plural(difference.unchanged, 'function')} unchanged. Pages of ${difference.pageSize / 1024} KB.`,
    ],
  }
}

function summarize({ phases, startup }: Difference): { headline: string; tone: Document['tone'] } {
  const over = phases.filter(({ isOver }) => isOver)
  const { pages, bytes } = phases.find(({ phase }) => phase === 'startup')!
  const growth = pages.head - pages.base
  const overText = over.map(
    ({ phase, pages: { head }, budget }) => `${phaseName(phase)} takes ${head} of ${budget} pages`,
  )
  let headline = 'Start-up touches as many pages as before'
  if (growth > 0) headline = `Start-up touches ${formatCount(growth)} more ${growth === 1 ? 'page' : 'pages'}`
  else if (growth < 0) headline = `Start-up touches ${formatCount(-growth)} fewer ${growth === -1 ? 'page' : 'pages'}`
  headline += ` (${pages.base} → ${pages.head})`
  if (growth === 0 && bytes.head !== bytes.base && startup.length > 0) {
    headline += `, with ${plural(startup.length, 'function')} more in it`
  }
  if (over.length > 0) headline += `; over budget: ${overText.join(', ')}`
  return { headline, tone: over.length > 0 || growth > 0 ? 'bad' : growth < 0 ? 'good' : 'same' }
}

function phaseSection({ phases, total }: Difference): Section {
  const row = (name: Piece, pages: Pair, budget: Piece, bytes: Pair, functions: Pair): readonly Cell[] => [
    name,
    arrow(pages, formatCount),
    budget,
    arrow(bytes, formatBytes),
    bytes.base === bytes.head ? '' : formatChange(bytes.base, bytes.head),
    arrow(functions, formatCount),
  ]
  return {
    title: 'Phases',
    folded: false,
    isEssential: true,
    columns: [
      { title: 'phase' },
      { title: 'pages', align: 'right' },
      { title: 'budget', align: 'right' },
      BYTES,
      { title: '', align: 'right' },
      { title: 'functions', align: 'right' },
    ],
    rows: [
      ...phases.map(({ phase, pages, budget, isOver, bytes, functions }) => {
        const limit = budget === 0 ? '' : isOver ? { strong: `${budget} (over)` } : String(budget)
        return row(phaseName(phase), pages, limit, bytes, functions)
      }),
      row({ strong: 'total' }, total.pages, '', total.bytes, total.functions),
    ],
  }
}

function startupSection(entries: readonly StartupEntry[]): Section | undefined {
  const bytes = entries.reduce((sum, entry) => sum + entry.function.size, 0)
  return section(`${plural(entries.length, 'function')} came into start-up (${formatBytes(bytes)})`, false, {
    columns: [FUNCTION, BYTES, { title: 'was' }, { title: 'shortest call path (⇒ new call)' }],
    rows: entries.map((entry) => [
      { source: entry.function },
      formatBytes(entry.function.size),
      entry.from === undefined ? 'new' : phaseName(entry.from),
      pathPieces(entry),
    ]),
  })
}

/** `main → parse ⇒ help`: the double arrow is the first call the base did not have. */
function pathPieces({ path, newCallAt, function: { name, module } }: StartupEntry): Piece[] {
  if (path.length <= 1) return [name === `${module}:<module>` ? 'loaded' : 'called from outside']
  const skipped = path.length - PATH_LENGTH
  const result: Piece[] = []
  path.forEach((name, position) => {
    const isSkipped = skipped > 0 && position >= 2 && position < 2 + skipped && position !== newCallAt
    if (isSkipped) {
      if (result.at(-1) !== ' → …') result.push(' → …')
      return
    }
    if (position > 0) result.push(position === newCallAt ? ' ⇒ ' : ' → ')
    result.push({ code: name })
  })
  return result
}

function bundleSection({ bundle }: Difference): Section | undefined {
  if (bundle === undefined) return undefined
  const { base, head } = bundle
  return section('Bundle', false, {
    columns: [{ title: 'form' }, BYTES, { title: '', align: 'right' }],
    rows: (['raw', 'gzip', 'brotli'] as const).map((form) => [
      form,
      arrow({ base: base[form], head: head[form] }, formatBytes),
      formatChange(base[form], head[form]),
    ]),
  })
}

function lazySection(candidates: readonly LazyCandidate[], folded: boolean): Section | undefined {
  const bytes = candidates.reduce((sum, candidate) => sum + candidate.bytes, 0)
  const count = plural(candidates.length, folded ? 'module' : 'more module')
  return section(`${count} loaded early and not needed before the first frame (${formatBytes(bytes)})`, folded, {
    columns: [{ title: 'module' }, BYTES, { title: 'functions', align: 'right' }],
    rows: candidates.map(({ module, bytes: size, functions }) => [
      { code: module },
      formatBytes(size),
      formatCount(functions),
    ]),
  })
}

function changedSection(what: string, pairs: readonly ChangedFunction[], folded: boolean): Section | undefined {
  return section(`${plural(pairs.length, 'function')} ${what}`, folded, {
    columns: [FUNCTION, BYTES, { title: 'phase' }],
    rows: pairs.map(({ base, head }) => [
      { source: head },
      formatBytes(head.size),
      `${phaseName(base.phase)} → ${phaseName(head.phase)}`,
    ]),
  })
}

function stateSection(title: string, list: readonly FunctionState[], isLinked: boolean): Section | undefined {
  return section(title, true, {
    columns: [FUNCTION, BYTES, { title: 'phase' }, { title: 'calls', align: 'right' }],
    rows: list.map((state) => [
      isLinked ? { source: state } : { code: state.name },
      formatBytes(state.size),
      phaseName(state.phase),
      formatCount(state.calls),
    ]),
  })
}

function renamedSection(pairs: readonly ChangedFunction[]): Section | undefined {
  return section(`${plural(pairs.length, 'function')} renamed or moved to another module`, true, {
    columns: [{ title: 'was' }, { title: 'is' }],
    rows: pairs.map(({ base, head }) => [{ code: base.name }, { source: head }]),
  })
}

function pairSection(
  what: string,
  column: string,
  pairs: readonly ChangedFunction[],
  value: (state: FunctionState) => number,
  format: (value: number) => string,
): Section | undefined {
  return section(`${plural(pairs.length, 'function')} ${what}`, true, {
    columns: [FUNCTION, { title: column, align: 'right' }, { title: 'phase' }],
    rows: pairs.map(({ base, head }) => [
      { source: head },
      arrow({ base: value(base), head: value(head) }, format),
      phaseName(head.phase),
    ]),
  })
}

function newCallSection({ newCalls }: Difference): Section | undefined {
  return section(`${plural(newCalls.length, 'call')} between functions that did not call each other before`, true, {
    columns: [{ title: 'caller' }, { title: 'callee' }, { title: 'calls', align: 'right' }],
    rows: newCalls.map(({ caller, callee, count }) => [{ code: caller }, { code: callee }, formatCount(count.head)]),
  })
}

function timeSection({ times }: Difference): Section | undefined {
  if (times === undefined) return undefined
  const spread = ({ median, least, most }: { median: number; least: number; most: number }): string =>
    least === most
      ? formatMilliseconds(median)
      : `${formatMilliseconds(median)} (${formatMilliseconds(least)} to ${formatMilliseconds(most)})`
  return section('Times, both sides on this machine; a hint, never a gate', true, {
    columns: [
      { title: 'what' },
      { title: 'base', align: 'right' },
      { title: 'head', align: 'right' },
      { title: 'runs', align: 'right' },
    ],
    rows: times.map(({ what, base, head }) => [what, spread(base), spread(head), `${base.runs} / ${head.runs}`]),
  })
}

function adviceFor(difference: Difference): Cell[] {
  const advice: Cell[] = []
  const startup = difference.phases.find(({ phase }) => phase === 'startup')!
  const lazyNew = difference.lazy.filter(({ isNew }) => isNew)
  for (const { module, bytes } of lazyNew.slice(0, 3)) {
    advice.push([
      'Load ',
      { code: module },
      ` with \`import()\` where it is needed: nothing in it runs before the first frame (${formatBytes(bytes)}).`,
    ])
  }
  const lazyModules = new Set(lazyNew.map(({ module }) => module))
  const byCall = new Map<string, { path: StartupEntry; bytes: number; count: number }>()
  for (const entry of difference.startup) {
    if (entry.newCallAt === undefined || lazyModules.has(entry.function.module)) continue
    const key = `${entry.path[entry.newCallAt - 1]!}\0${entry.path[entry.newCallAt]!}`
    const known = byCall.get(key)
    if (known === undefined) byCall.set(key, { path: entry, bytes: entry.function.size, count: 1 })
    else byCall.set(key, { path: known.path, bytes: known.bytes + entry.function.size, count: known.count + 1 })
  }
  const calls = [...byCall.values()].sort((a, b) => b.bytes - a.bytes)
  for (const { path, bytes, count } of startup.pages.head > startup.pages.base ? calls.slice(0, 3) : []) {
    advice.push([
      'The call ',
      { code: path.path[path.newCallAt! - 1]! },
      ' ⇒ ',
      { code: splitFunctionName(path.path[path.newCallAt!]!).path },
      ` brought ${plural(count, 'function')} (${formatBytes(bytes)}) into start-up: can it wait until after the first frame?`,
    ])
  }
  return advice
}

function section(title: string, folded: boolean, table: Pick<Section, 'columns' | 'rows'>): Section | undefined {
  return table.rows.length === 0 ? undefined : { title, folded, ...table }
}

function arrow({ base, head }: Pair, format: (value: number) => string): string {
  return base === head ? format(head) : `${format(base)} → ${format(head)}`
}

/** The phase in words. */
export function phaseName(phase: LayoutPhase): string {
  return phase === 'first_frame' ? 'first frame' : phase === 'startup' ? 'start-up' : phase
}

function formatMilliseconds(us: number): string {
  return `${(us / 1000).toFixed(us < 10_000 ? 2 : 0)} ms`
}
