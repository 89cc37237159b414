import { findLayoutFile, LayoutConfig, type FunctionLayoutHint, type LayoutPhase } from '../model/index.ts'

/** What other build tools ask about a project's layout. */
export class ProjectContext {
  readonly root: string
  readonly #config: LayoutConfig

  constructor(root: string, config: LayoutConfig) {
    this.root = root
    this.#config = config
  }

  /**
   * Reads the configuration in a project's root (`layout.sdn`, `layout.yaml` or `layout.yml`); without one everything is default.
   *
   * @throws LayoutError when there are several, or the one there is has a mistake.
   */
  static load(root: string): ProjectContext {
    const file = findLayoutFile(root)
    return new ProjectContext(root, file === undefined ? LayoutConfig.EMPTY : LayoutConfig.fromFile(file))
  }

  layoutConfig(): LayoutConfig {
    return this.#config
  }

  /** The phase of a function: annotation pin, override, annotation, recorded, pattern, default. */
  layoutPhase(functionName: string, hint?: FunctionLayoutHint): LayoutPhase {
    return this.#config.phaseOf(functionName, hint)
  }

  isLayoutAnchor(functionName: string, hint?: FunctionLayoutHint): boolean {
    return this.#config.isAnchor(functionName, hint)
  }
}
