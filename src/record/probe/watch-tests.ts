/** A test as Vitest's runner has it. */
export interface Task {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly mode: string
  readonly suite?: Task | undefined
  readonly meta: object
  readonly result?: { readonly state: string; readonly pending?: boolean } | undefined
}

export interface TestWatcher {
  begin(test: Task): void
  end(test: Task): void
}

interface Runner {
  readonly cancelRun?: boolean
  onBeforeRunTask?: (test: Task) => unknown
  onAfterRetryTask?: (test: Task, options: unknown) => unknown
  onAfterRunTask?: (test: Task) => unknown
}

/** Of the prototype and of runners, once they are watched: each test file of a worker runs the setup file again. */
const WATCHER: unique symbol = Symbol.for('vitest-layout.watcher') as never

interface Watched extends Runner {
  [WATCHER]?: TestWatcher
}

/**
 * Has a watcher told before and after each test with its retries and hooks, by the methods that Vitest's runner has for
 * that. `aroundEach` does the same with promises of its own in between: tests that run concurrently then take other turns
 * than in a plain run, and some depend on those. Its two timers for each test cost more than recording it, too.
 *
 * @param prototype of Vitest's `TestRunner`, whose methods the runner of a browser calls as well
 */
export function watchTests(prototype: object, watcher: TestWatcher): void {
  const runner = prototype as Watched
  const isWatched = runner[WATCHER] !== undefined
  runner[WATCHER] = watcher
  if (isWatched) return
  const { onBeforeRunTask } = runner
  runner.onBeforeRunTask = function (this: Watched, test) {
    if (!Object.hasOwn(this, WATCHER)) watchEnds(this, runner)
    const isRun = (test.mode === 'run' || test.mode === 'queued') && this.cancelRun !== true
    if (isRun && test.result?.state !== 'fail') runner[WATCHER]!.begin(test)
    return onBeforeRunTask?.call(this, test)
  }
}

/** A runner has some methods of its own by now, around those of its class. */
function watchEnds(runner: Watched, prototype: Watched): void {
  const { onAfterRetryTask, onAfterRunTask } = runner
  Object.defineProperty(runner, WATCHER, { value: undefined })
  runner.onAfterRetryTask = function (this: Watched, test, options) {
    // A test that skips itself ends here.
    if (test.result?.pending === true || test.result?.state === 'skip') prototype[WATCHER]!.end(test)
    return onAfterRetryTask?.call(this, test, options)
  }
  runner.onAfterRunTask = function (this: Watched, test) {
    prototype[WATCHER]!.end(test)
    return onAfterRunTask?.call(this, test)
  }
}
