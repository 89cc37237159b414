import { basename, join, relative } from 'node:path'
import process from 'node:process'

import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node'

import { LayoutError } from '../src/errors.ts'
import { writeFileAtomic } from '../src/files/index.ts'
import { findLayoutFile, LayoutConfig, readConfigText } from '../src/model/index.ts'
import { configOf, settingsOf, type LayoutOptions } from '../src/options.ts'
import { isBenchmark, type Recorder, recorderOf, resolveRecordOptions } from '../src/record/index.ts'
import { debugFor } from '../src/debug.ts'
import { writeRecording } from '../src/record/session/index.ts'
import { type CollectedRecording, RunCollector } from '../src/record/run-collector.ts'
import {
  buildReport,
  formatReport,
  overBudget,
  paintFor,
  printable,
  writeArtefacts,
  type LayoutReport,
  type Paint,
} from '../src/report/index.ts'
import { projectTargets, refuseOwnLayout, runTarget, type RecordingTarget } from './recording-target.ts'
import { CostClock, formatCost, formatSlowest } from './recording-cost.ts'
import { solveLayoutParallel, type SolvedLayout } from '../src/solve/index.ts'

const debug = debugFor('reporter')

const ADVICE = `vitest-layout records nothing: no project has its plugin. Add it to vitest.config.ts:

    import { layout } from 'vitest-layout'

    export default defineConfig({ plugins: [layout()] })
`

/** Joins what the workers recorded, lays it out, writes the artefacts and prints the page-grouping report. */
export default class LayoutReporter implements Reporter {
  readonly options: LayoutOptions
  #vitest: Vitest | undefined
  #collector: RunCollector | undefined
  #recorder: Recorder | undefined
  #clock: CostClock | undefined
  /** Where recordings go, by the project's name. */
  #targets: ReadonlyMap<string | undefined, RecordingTarget> = new Map()
  /** Calls that the last run recorded. */
  #calls = 0

  constructor(options: LayoutOptions = {}) {
    this.options = options
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
    const recorder = recorderOf(vitest)
    if (recorder === undefined) {
      if (vitest.projects.length > 0 && vitest.projects.every(isBenchmark)) return
      vitest.logger.error(ADVICE)
      return
    }
    this.#recorder = recorder
    this.#clock = new CostClock(recorder)
    const roots = recorder.isPerProject ? projectTargets(vitest, recorder) : undefined
    this.#targets = roots ?? new Map([[undefined, runTarget(vitest, this.options)]])
    refuseOwnLayout(vitest, this.#targets.values())
    this.#collector = new RunCollector(recorder, {
      projectRoots: roots && new Map(Array.from(roots, ([name, { root }]) => [name, root])),
      bail: vitest.config.bail,
      isWatching: vitest.config.watch,
      isMerging: vitest.config.mergeReports !== undefined,
      hasBlobs: vitest.config.reporters.some((entry) => Array.isArray(entry) && entry[0] === 'blob'),
    })
  }

  onTestRunStart(): void {
    this.#clock?.begin()
  }

  async onTestModuleEnd(module: TestModule): Promise<void> {
    debug(() => `${module.relativeModuleId}: ${(module.meta() as { layout?: string }).layout?.length ?? 0} characters`)
    await this.#clock?.join(() => this.#collector?.add(module))
  }

  /** In watch mode, where a test file is deleted. */
  onTestRemoved(moduleId?: string): void {
    if (moduleId !== undefined) this.#collector?.remove(moduleId)
  }

  async onTestRunEnd(modules: readonly TestModule[], _errors: readonly SerializedError[]): Promise<void> {
    const vitest = this.#vitest
    if (vitest === undefined || this.#collector === undefined) return
    const paint = paintFor(process.stdout, process.env)
    try {
      const collector = this.#collector
      const written = await this.#clock?.join(() => this.#finish(vitest, collector, modules, paint))
      this.#printEnd(vitest, written ?? [], paint)
    } catch (error) {
      // A reporter that throws would take the other reporters' results with it.
      if (!(error instanceof LayoutError)) throw error
      fail(vitest, error, paint)
    }
  }

  async #finish(
    vitest: Vitest,
    collector: RunCollector,
    modules: readonly TestModule[],
    paint: Paint,
  ): Promise<string[]> {
    const { recordings, problems } = collector.finish(modules)
    this.#calls = 0
    const written: string[] = []
    for (const [project, recording] of recordings) {
      const target = this.#targets.get(project)
      if (target === undefined) continue
      this.#calls += recording.session.functions.reduce((sum, fn) => sum + fn.callCount, 0)
      try {
        // One after the other: their reports are printed in this order.
        // oxlint-disable-next-line no-await-in-loop
        written.push(...(await this.#write(vitest, recording, target, paint)))
      } catch (error) {
        // Others are written all the same.
        if (!(error instanceof LayoutError)) throw error
        fail(vitest, error, paint, target)
      }
    }
    for (const problem of problems) vitest.logger.log(`${heading(paint)}  ${paint('yellow', printable(problem))}\n`)
    return written
  }

  /** Lays out, writes and prints one recording. */
  async #write(
    vitest: Vitest,
    { session, modules, warnings: mistakes }: CollectedRecording,
    target: RecordingTarget,
    paint: Paint,
  ): Promise<string[]> {
    const { root, folder, options } = target
    let layout: SolvedLayout | undefined
    let report: LayoutReport | undefined
    const annotationErrors = this.#recorder?.annotationErrorsOf(modules) ?? []
    for (const error of annotationErrors) fail(vitest, error, paint, target)
    try {
      const config = loadConfig(vitest.config.root, root, options)
      if (annotationErrors.length === 0) {
        layout = await solveLayoutParallel(session, config)
        const warnings = config.unmatched(session.functions.map((fn) => fn.name))
        if (session.functions.length === 0) warnings.push(whyEmpty(options))
        report = {
          ...buildReport(layout, [...warnings, ...mistakes, ...(this.#recorder?.warningsOf(modules) ?? [])]),
          options: settingsOf(options),
        }
      }
    } catch (error) {
      // The recording is worth keeping whatever is wrong with the configuration.
      if (!(error instanceof LayoutError)) throw error
      fail(vitest, error, paint, target)
    }
    const written = writeArtefacts(folder, {
      recording: writeRecording(session),
      layout: layout?.artefact.toSdn(),
      report,
    })
    if (options.html === true && layout !== undefined) written.push(await writePage(folder, layout, basename(root)))
    if (report !== undefined) this.#print(vitest, report, target, paint)
    const { conflicts = [], conflictPolicy } = layout?.assignment ?? {}
    if (conflictPolicy === 'error' && conflicts.length > 0) process.exitCode = 1
    return written
  }

  /** What recording cost, and where it is. */
  #printEnd(vitest: Vitest, written: readonly string[], paint: Paint): void {
    const { root } = vitest.config
    for (const path of written) vitest.logger.log(paint('dim', `   ${relative(root, path)}`))
    if (this.#clock !== undefined) {
      vitest.logger.log(paint('dim', `\n   Recording  ${formatCost(this.#clock.end(this.#calls))}`))
    }
    if (this.options.verbose === true && this.#recorder !== undefined) {
      vitest.logger.log(paint('dim', '   slowest to instrument'))
      for (const line of formatSlowest(this.#recorder)) vitest.logger.log(paint('dim', `   ${line}`))
    }
    vitest.logger.log('')
  }

  #print(vitest: Vitest, report: LayoutReport, target: RecordingTarget, paint: Paint): void {
    const { pages = false, rows, failOnBudget } = target.options
    const width = process.stdout.columns ?? 100
    const lines = formatReport(report, { paint, pages, width: width - 1, ...(rows === undefined ? {} : { rows }) })
    vitest.logger.log(
      `\n${heading(paint, target)}  ${lines
        .map((line) => ` ${line}`.trimEnd())
        .join('\n')
        .trimStart()}\n`,
    )
    if (failOnBudget === true && overBudget(report).length > 0) process.exitCode = 1
  }
}

/** The project's `layout.sdn` over the plugin's options. */
function loadConfig(runRoot: string, root: string, options: LayoutOptions): LayoutConfig {
  const config = configOf(options)
  const file = findLayoutFile(root)
  if (file === undefined) return config
  // Relative: warnings name the file, and no artefact holds a path of the machine.
  const label = relative(runRoot, file)
  return config.merge(LayoutConfig.fromText(readConfigText(file, label), label))
}

/** Of a recording without functions: test files ran, and they loaded nothing that is to be recorded. */
function whyEmpty(options: LayoutOptions): string {
  const { include, exclude } = resolveRecordOptions(options)
  const globs = [
    ...(include.length === 0 ? [] : [`\`include\` is ${include.join(', ')}`]),
    ...(exclude.length === 0 ? [] : [`\`exclude\` is ${exclude.join(', ')}`]),
  ]
  const given = globs.length === 0 ? '' : ` (${globs.join('; ')}; globs start at the root)`
  return `no function was recorded: the test files load no module that is to be recorded${given}.`
}

/** Loaded only when asked for: most runs need no page. */
async function writePage(folder: string, layout: SolvedLayout, title: string): Promise<string> {
  const { renderPage } = await import('../src/page/index.ts')
  const { placeSolved } = await import('../src/compare/index.ts')
  const path = join(folder, 'report.html')
  writeFileAtomic(path, renderPage(placeSolved(layout, 'this run'), { title }))
  return path
}

/** What stands before all that is printed, with the project it is about, as Vitest writes its name. */
function heading(paint: Paint, target?: RecordingTarget, style: 'bold' | 'red' = 'bold'): string {
  const name = target?.name ?? ''
  return ` ${paint(style, 'Layout')}${name === '' ? '' : ` |${printable(name)}|`}`
}

function fail(vitest: Vitest, error: LayoutError, paint: Paint, target?: RecordingTarget): void {
  vitest.logger.error(`\n${heading(paint, target, 'red')}  ${error.message}\n`)
  process.exitCode = 1
}
