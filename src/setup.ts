import { aroundAll, aroundEach, inject, TestRunner } from 'vitest'

import { LOADED_MARK } from './model/markers.ts'
import { readScenarioMeta } from './record/check-scenario-meta.ts'
import { installProbe, watchTests } from './record/probe/index.ts'
import type { ProbeConfig, ScenarioMeta, Task, TestWatcher } from './record/probe/index.ts'
import { encodeBlock } from './record/transport/index.ts'

/** Longer than any test file: the hooks must never be what times out. */
const NO_TIMEOUT = 2 ** 31 - 1

const config = inject('vitest-layout' as never) as ProbeConfig | undefined
const probe = installProbe(config)

// Vitest reads the names of fixtures from the second parameter: it must be a pattern.
// oxlint-disable-next-line no-empty-pattern
aroundAll(async (run, {}, suite) => {
  // What comes from here on outside tests are hooks.
  probe.mark(LOADED_MARK)
  try {
    await run()
  } finally {
    ;(suite.meta as { layout?: string }).layout = encodeBlock(probe.drain())
  }
}, NO_TIMEOUT)

const watcher: TestWatcher = {
  begin: (test) => probe.beginTest(test.id, fullName(test), scenarioOf(test)),
  end: ({ id }) => probe.endTest(id),
}
if (config?.hasOwnRunner === false) watchTests(TestRunner.prototype, watcher)
else {
  aroundEach(async (run, { task }) => {
    watcher.begin(task as Task)
    try {
      await run()
    } finally {
      watcher.end(task as Task)
    }
  }, NO_TIMEOUT)
}

/** Names of suites and test joined by ` > `, without the file. */
function fullName(task: Task): string {
  const names = [task.name]
  for (let suite = task.suite; suite !== undefined; suite = suite.suite) {
    // The outermost suite is the file.
    if (suite.suite !== undefined || !('filepath' in suite)) names.unshift(suite.name)
  }
  return names.join(' > ')
}

function scenarioOf(task: Task): ScenarioMeta {
  return readScenarioMeta((task.meta as { layout?: unknown }).layout)
}
