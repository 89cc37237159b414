import { LayoutError, type SourcePlace } from '../errors.ts'
import { normalizeAnchor } from './anchor.ts'
import { decodeObject } from './config-from-object.ts'
import { parseConfigText } from './config-from-text.ts'
import { placeKey, type ConfigPlaces } from './config-schema.ts'
import { configToSdn } from './config-to-sdn.ts'
import { configToYaml } from './config-to-yaml.ts'
import { splitFunctionName } from './function-name.ts'
import type { FunctionLayoutHint } from './hint.ts'
import type {
  AcknowledgedFunction,
  AnnotationConflictPolicy,
  InferenceKind,
  LayoutConfigData,
  RecordedFunction,
  ScenarioConfig,
} from './layout-config-data.ts'
import { PatternIndex } from './name-pattern.ts'
import { DEFAULT_BUDGET, DEFAULT_PAGE_SIZE, isPageSize, type PageBudget } from './page-budget.ts'
import { DEFAULT_PHASE, PHASES, type LayoutPhase } from './phase.ts'
import { readConfigText } from './read-text.ts'

/** Patterns of `steady`, the phase one gets anyway, are tried last. */
const PATTERN_ORDER: readonly LayoutPhase[] = ['startup', 'first_frame', 'cold', 'steady']

/** What decided a function's phase, strongest first. */
export type PhaseSource = 'pin' | 'override' | 'annotation' | 'recorded' | 'pattern' | 'default'

export interface PhaseDecision {
  readonly phase: LayoutPhase
  readonly source: PhaseSource
  /** The pattern, or the name under which the override or recorded row stands. */
  readonly matched?: string
}

/**
 * The project's wishes and its recorded layout: what `layout.sdn` holds. Never changes; `with` and `merge` give new ones.
 *
 * @throws LayoutError `CONFIG_TYPE` from the constructor for a page size or budget that no reader would accept.
 */
export class LayoutConfig {
  static readonly EMPTY: LayoutConfig = new LayoutConfig()

  readonly pageSize: number
  /** The budget of every phase, set or default. */
  readonly budgets: PageBudget
  /** The budgets that were set; the rest of {@link budgets} are defaults. */
  readonly setBudgets: Readonly<Partial<Record<LayoutPhase, number>>>
  readonly patterns: Readonly<Record<LayoutPhase, readonly string[]>>
  readonly anchorPatterns: ReadonlyMap<string, readonly string[]>
  readonly recorded: readonly RecordedFunction[]
  readonly overrides: ReadonlyMap<string, LayoutPhase>
  readonly scenarios: readonly ScenarioConfig[]
  readonly acknowledged: readonly AcknowledgedFunction[]
  readonly inference: InferenceKind
  readonly annotationConflicts: AnnotationConflictPolicy
  readonly sourcePath: string | undefined
  /** What was set, as it was given. */
  readonly data: LayoutConfigData

  readonly #places: () => ConfigPlaces
  #patternIndex: PatternIndex<LayoutPhase> | undefined
  #anchorIndex: PatternIndex<string> | undefined
  #recordedIndex: ReadonlyMap<string, RecordedFunction> | undefined

  constructor(data: LayoutConfigData = {}, places: () => ConfigPlaces = () => new Map()) {
    this.pageSize = data.pageSize ?? DEFAULT_PAGE_SIZE
    if (!isPageSize(this.pageSize)) {
      throw new LayoutError('CONFIG_TYPE', `the page size is ${this.pageSize}, expected a power of two from 256 on.`)
    }
    this.setBudgets = data.budgets ?? {}
    for (const [phase, pages] of Object.entries(this.setBudgets)) {
      if (!Number.isSafeInteger(pages) || pages < 0) {
        throw new LayoutError('CONFIG_TYPE', `the budget of ${phase} is ${pages}, expected a whole number, 0 or more.`)
      }
    }
    this.budgets = { ...DEFAULT_BUDGET, ...this.setBudgets }
    this.patterns = {
      startup: data.patterns?.startup ?? [],
      first_frame: data.patterns?.first_frame ?? [],
      steady: data.patterns?.steady ?? [],
      cold: data.patterns?.cold ?? [],
    }
    this.anchorPatterns = data.anchorPatterns ?? new Map()
    this.recorded = data.recorded ?? []
    this.overrides = data.overrides ?? new Map()
    this.scenarios = data.scenarios ?? []
    this.acknowledged = data.acknowledged ?? []
    this.inference = data.inference ?? 'markers'
    this.annotationConflicts = data.annotationConflicts ?? 'warn'
    this.sourcePath = data.sourcePath
    this.data = data
    this.#places = places
  }

  /**
   * Reads a configuration: SDN, or YAML where the name ends in `.yaml` or `.yml`.
   *
   * @throws LayoutError with file, line and column.
   */
  static fromFile(path: string): LayoutConfig {
    return LayoutConfig.fromText(readConfigText(path), path)
  }

  /** Reads a configuration from text; the path stands in errors and decides between SDN and YAML. */
  static fromText(text: string, path?: string): LayoutConfig {
    const { data, places } = parseConfigText(text, path)
    return new LayoutConfig(path === undefined ? data : { ...data, sourcePath: path }, places)
  }

  /**
   * Takes the plugin's options: the schema of the file with keys in camel case (`pageSize`, `stopMark`).
   *
   * @param where What the object is called in errors.
   * @throws LayoutError that names the key.
   */
  static fromObject(options: object, where = 'the layout options'): LayoutConfig {
    return new LayoutConfig(decodeObject(options, where))
  }

  /** The same with some settings replaced. */
  with(changes: LayoutConfigData): LayoutConfig {
    return new LayoutConfig({ ...this.data, ...changes }, this.#places)
  }

  /**
   * Both together. Lists append (a function, scenario or pattern that both have stands once: the other's),
   * the other's overrides win, and so does whatever else the other has set; a budget of 8 that was set counts as set.
   */
  merge(other: LayoutConfig): LayoutConfig {
    const a = this.data
    const b = other.data
    const data: { -readonly [K in keyof LayoutConfigData]: LayoutConfigData[K] } = { ...a, ...b }
    if (a.budgets !== undefined && b.budgets !== undefined) data.budgets = { ...a.budgets, ...b.budgets }
    if (a.patterns !== undefined && b.patterns !== undefined) {
      data.patterns = Object.fromEntries(
        PHASES.filter((phase) => a.patterns?.[phase] !== undefined || b.patterns?.[phase] !== undefined).map(
          (phase) => [phase, unique([...(a.patterns?.[phase] ?? []), ...(b.patterns?.[phase] ?? [])])],
        ),
      )
    }
    if (a.anchorPatterns !== undefined && b.anchorPatterns !== undefined) {
      const anchors = new Map(a.anchorPatterns)
      for (const [anchor, list] of b.anchorPatterns)
        anchors.set(anchor, unique([...(anchors.get(anchor) ?? []), ...list]))
      data.anchorPatterns = anchors
    }
    if (a.overrides !== undefined && b.overrides !== undefined)
      data.overrides = new Map([...a.overrides, ...b.overrides])
    if (a.recorded !== undefined && b.recorded !== undefined)
      data.recorded = lastOf(a.recorded, b.recorded, (r) => r.name)
    if (a.scenarios !== undefined && b.scenarios !== undefined) {
      data.scenarios = lastOf(a.scenarios, b.scenarios, (s) => `${s.name}\0${s.test}`)
    }
    if (a.acknowledged !== undefined && b.acknowledged !== undefined) {
      data.acknowledged = lastOf(a.acknowledged, b.acknowledged, (row) => row.function)
    }
    return new LayoutConfig(data, () => new Map([...this.#places(), ...other.#places()]))
  }

  /** The phase of a function: annotation pin, override, annotation, recorded, pattern, default. */
  phaseOf(functionName: string, hint?: FunctionLayoutHint): LayoutPhase {
    return this.explainPhase(functionName, hint).phase
  }

  /** The same with what decided it. */
  explainPhase(functionName: string, hint?: FunctionLayoutHint): PhaseDecision {
    const wish = this.wishOf(functionName, hint)
    if (wish !== undefined) return wish
    const recorded = this.recordedOf(functionName)
    if (recorded !== undefined) return { phase: recorded.phase, source: 'recorded', matched: recorded.name }
    return this.patternPhase(functionName) ?? { phase: DEFAULT_PHASE, source: 'default' }
  }

  /** What people asked for that stands above any recording: pin, override, annotation. */
  wishOf(functionName: string, hint?: FunctionLayoutHint): PhaseDecision | undefined {
    if (hint?.pinned === true) return { phase: hint.phase, source: 'pin' }
    if (this.overrides.size > 0) {
      const path = this.overrides.has(functionName) ? functionName : splitFunctionName(functionName).path
      const phase = this.overrides.get(path)
      if (phase !== undefined) return { phase, source: 'override', matched: path }
    }
    return hint === undefined ? undefined : { phase: hint.phase, source: 'annotation' }
  }

  /** The phase that the first matching pattern gives. */
  patternPhase(functionName: string): PhaseDecision | undefined {
    this.#patternIndex ??= new PatternIndex(
      PATTERN_ORDER.flatMap((phase) => this.patterns[phase].map((pattern) => ({ group: phase, pattern }))),
    )
    const found = this.#patternIndex.find(functionName)
    return found === undefined ? undefined : { phase: found.group, source: 'pattern', matched: found.pattern }
  }

  /** The row of `recorded` for a function: under its whole name, else under its name without the module. */
  recordedOf(functionName: string): RecordedFunction | undefined {
    if (this.recorded.length === 0) return undefined
    this.#recordedIndex ??= new Map(this.recorded.map((row) => [row.name, row]))
    return this.#recordedIndex.get(functionName) ?? this.#recordedIndex.get(splitFunctionName(functionName).path)
  }

  /** The anchor of a function, by annotation or by pattern. */
  anchorOf(functionName: string, hint?: FunctionLayoutHint): string | undefined {
    if (hint?.anchor !== undefined) return normalizeAnchor(hint.anchor)
    this.#anchorIndex ??= new PatternIndex(
      [...this.anchorPatterns].flatMap(([group, list]) => list.map((pattern) => ({ group, pattern }))),
    )
    return this.#anchorIndex.find(functionName)?.group
  }

  isAnchor(functionName: string, hint?: FunctionLayoutHint): boolean {
    return this.anchorOf(functionName, hint) !== undefined
  }

  /**
   * What in this configuration matches none of these functions: a warning each, with file, line and column where known.
   *
   * @param functionNames All functions of the project, those that never ran too.
   */
  unmatched(functionNames: Iterable<string>): string[] {
    const names = [...functionNames]
    const known = new Set(names)
    for (const name of names) known.add(splitFunctionName(name).path)
    const warnings: string[] = []
    for (const phase of PHASES) {
      for (const pattern of new Set(this.patterns[phase])) {
        if (isIdle(pattern, names, known)) {
          warnings.push(
            this.#warning(
              placeKey('pattern', phase, pattern),
              `the pattern ${JSON.stringify(pattern)} of ${phase} matches no function.`,
            ),
          )
        }
      }
    }
    for (const [anchor, list] of this.anchorPatterns) {
      for (const pattern of new Set(list)) {
        if (isIdle(pattern, names, known)) {
          warnings.push(
            this.#warning(
              placeKey('anchor', anchor, pattern),
              `the pattern ${JSON.stringify(pattern)} of the anchor ${anchor} matches no function.`,
            ),
          )
        }
      }
    }
    for (const [name, phase] of this.overrides) {
      if (!known.has(name)) {
        warnings.push(
          this.#warning(
            placeKey('override', phase, name),
            `the override of ${JSON.stringify(name)} names no function.`,
          ),
        )
      }
    }
    return warnings
  }

  /** Warnings for rows of `scenarios` that no recorded test belongs to, with file, line and column where known. */
  idleScenarios(rows: Iterable<ScenarioConfig>): string[] {
    return Array.from(rows, (row) => this.#warning(placeKey('scenario', row.name, row.test), describeIdleScenario(row)))
  }

  /** The configuration as canonical SDN; reading it gives the same configuration. */
  toSdn(): string {
    return configToSdn(this.data)
  }

  /** The same as YAML. */
  toYaml(): string {
    return configToYaml(this.data)
  }

  #warning(key: string, text: string): string {
    const { file = this.sourcePath, line, column }: SourcePlace = this.#places().get(key) ?? {}
    const place = [file, line, column].filter((part) => part !== undefined).join(':')
    return place === '' ? text : `${place}: ${text}`
  }
}

/** What is said of a row of `scenarios` that no recorded test belongs to. */
export function describeIdleScenario({ name, test }: ScenarioConfig): string {
  return `scenario ${JSON.stringify(name)}: ${JSON.stringify(test)} matches no recorded test.`
}

function isIdle(pattern: string, names: readonly string[], known: ReadonlySet<string>): boolean {
  if (known.has(pattern)) return false
  const index = new PatternIndex([{ group: true, pattern }])
  return !names.some((name) => index.findOrdinal(name) >= 0)
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)]
}

/** Both lists, of rows with one key the last one only. */
function lastOf<T>(a: readonly T[], b: readonly T[], key: (row: T) => string): T[] {
  const taken = new Set(b.map(key))
  return [...a.filter((row) => !taken.has(key(row))), ...b]
}
