import type { SyntaxNode } from './syntax.ts'

/** What a name of one scope was declared by; counts, since rules ask for "exactly one function and nothing else". */
export interface NameFacts {
  parameter: boolean
  functions: number
  /** Declared here only by a function in a sloppy block, which may or may not reach out to this scope. */
  onlyMaybe: boolean
}

export type ScopeKind = 'program' | 'function' | 'block' | 'switch' | 'static-block'

/** One scope of the program, with what the rules for declarations ask about. */
export class Scope {
  readonly kind: ScopeKind
  readonly parent: Scope | undefined
  readonly strict: boolean
  /** Statements of the scope, where they form one list. */
  readonly list: readonly SyntaxNode[] | undefined
  readonly names: Map<string, NameFacts> = new Map()

  constructor(kind: ScopeKind, parent: Scope | undefined, strict: boolean, list?: readonly SyntaxNode[]) {
    this.kind = kind
    this.parent = parent
    this.strict = strict
    this.list = list
  }

  declare(name: string): NameFacts {
    let facts = this.names.get(name)
    if (facts === undefined) {
      facts = { parameter: false, functions: 0, onlyMaybe: false }
      this.names.set(name, facts)
    }
    facts.onlyMaybe = false
    return facts
  }

  declareMaybe(name: string): void {
    if (!this.names.has(name)) this.declare(name).onlyMaybe = true
  }

  /** The scope that `var` declares in. */
  variableScope(): Scope {
    const passes = this.kind === 'block' || this.kind === 'switch'
    return passes && this.parent !== undefined ? this.parent.variableScope() : this
  }

  /** Facts of all that the name may mean here; more than one only where sloppy blocks leave it open. */
  find(name: string): NameFacts[] {
    const facts = this.names.get(name)
    if (facts !== undefined && !facts.onlyMaybe) return [facts]
    const outer = this.parent?.find(name) ?? []
    return facts === undefined ? outer : [facts, ...outer]
  }
}
