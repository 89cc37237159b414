import { expect, test } from 'vitest'

import { LayoutConfig } from '../../src/model/index.ts'

test('patterns are tried in the order startup, first_frame, cold, steady', () => {
  const patterns = {
    steady: ['*'],
    cold: ['debug_*', 'init_*'],
    first_frame: ['render_*', 'init_ui*'],
    startup: ['init_ui_*'],
  }
  const config = new LayoutConfig({ patterns })
  const phases = ['init_ui_menu', 'init_ui', 'init_db', 'debug_dump', 'loop'].map((name) => config.phaseOf(name))
  expect(phases).toEqual(['startup', 'first_frame', 'cold', 'cold', 'steady'])
})
