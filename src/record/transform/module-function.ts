import type { AstNode } from './ast.ts'

export type FunctionKind = 'module' | 'function' | 'instance_members' | 'static_members'

/** One function of a module, as the transform sees it. */
export interface ModuleFunction {
  readonly kind: FunctionKind
  /** PATH of the name, unique in its module: `App.render`. */
  readonly path: string
  /** Range of the whole function, a method's key included; offsets into the transformed code. */
  readonly start: number
  readonly end: number
  /** The function's own node; for members of a class, the class body. */
  readonly node: AstNode
  /** The function it stands in; undefined for the module. */
  readonly parent: ModuleFunction | undefined
  readonly children: ModuleFunction[]
  /** Index in the module's list; slot = base + index. */
  index: number
  readonly isSetter: boolean
  /** What its code holds, nested functions left out. */
  readonly awaits: AstNode[]
  readonly yields: AstNode[]
  readonly forAwaits: ForAwait[]
  readonly returns: AstNode[]
  /** `import()` of a literal. */
  readonly imports: AstNode[]
  readonly handlers: Handler[]
  /** Whether V8's messages can name what is put around its `await`s and `yield`s. */
  isMended: boolean
  /** For `instance_members` and `static_members`: the fields and static blocks, in order. */
  readonly members: AstNode[]
  /** Why it cannot be instrumented: `eval` or `with`. */
  blocker: string | undefined
}

/** A catch or finally clause. */
export interface Handler {
  readonly body: AstNode
  /** What a catch clause binds. */
  readonly param: AstNode | undefined
}

/** A `for await` loop with the statement that carries its labels, if any. */
export interface ForAwait {
  readonly loop: AstNode
  readonly outer: AstNode
}
