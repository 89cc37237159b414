import { PHASES } from '../../model/phase.ts'
import { formatBytes, formatCount } from '../../report/index.ts'
import type { CheckResult, Finding } from '../check-layout.ts'
import { describeDifference, phaseName } from './describe-difference.ts'
import type { Cell, Document, Section } from './document.ts'

const STATUS = {
  0: 'The layout is within its limits',
  1: 'The layout is over a limit',
  2: 'Nothing is over a limit, but the recording is incomplete',
} as const
const EMPTY = 'Nothing is over a limit, but a recording has no function'

/** The findings, and where there is a base the comparison behind them. */
export function describeCheck(result: CheckResult): Document {
  const { status, findings, difference, phases } = result
  const verdicts = findings.filter(({ code }) => code !== 'entered' && code !== 'acknowledged')
  const notes = verdicts.map((finding): Cell => [{ strong: finding.level }, ' ', { text: finding.message }])
  const tone = status === 0 ? 'good' : 'bad'
  if (difference === undefined) {
    return { headline: headlineOf(result), tone, notes, sections: [phaseSection(phases)], advice: [], footer: '' }
  }
  const described = describeDifference(difference)
  return {
    ...described,
    headline: `${headlineOf(result)}. ${described.headline}`,
    tone,
    notes: [...notes, ...described.notes.filter((note) => !isIncomplete(note))],
    sections: [...described.sections, ...acknowledgedSection(findings)],
  }
}

function headlineOf({ status, findings }: CheckResult): string {
  return status === 2 && findings.some(({ code }) => code === 'empty') ? EMPTY : STATUS[status]
}

function phaseSection(phases: CheckResult['phases']): Section {
  const right = { align: 'right' } as const
  return {
    title: 'Phases',
    folded: false,
    isEssential: true,
    columns: [
      { title: 'phase' },
      { title: 'pages', ...right },
      { title: 'budget', ...right },
      { title: 'bytes', ...right },
      { title: 'functions', ...right },
    ],
    rows: PHASES.map((phase) => {
      const { pages, budget, bytes, functions } = phases[phase]
      const limit = budget === 0 ? '' : pages > budget ? { strong: `${budget} (over)` } : String(budget)
      return [phaseName(phase), formatCount(pages), limit, formatBytes(bytes), formatCount(functions)]
    }),
  }
}

/** The check says it itself. */
function isIncomplete(note: Cell): boolean {
  return typeof note === 'object' && 'text' in note && note.text.includes(' is incomplete: ')
}

function acknowledgedSection(findings: readonly Finding[]): Section[] {
  const rows = findings
    .filter(({ code }) => code === 'acknowledged')
    .map(({ message, at }): Cell[] => [
      { source: at! },
      { text: message.slice(message.indexOf('Acknowledged: ') + 14) },
    ])
  if (rows.length === 0) return []
  return [{ title: 'Acknowledged', folded: true, columns: [{ title: 'function' }, { title: 'reason' }], rows }]
}
