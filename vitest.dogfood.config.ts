import { defineConfig, type ViteUserConfig } from 'vitest/config'

import { layout } from './dist/src/index.js'

// Records this project's own tests with its own build: the tests that need no other program and no other Vitest.
const config: ViteUserConfig = defineConfig({
  plugins: [layout({ include: 'src/**', exclude: ['src/record/probe/**', 'src/setup.ts'] })],
  test: {
    include: ['test/{sdn,model,session,phase,pack,report,compare}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/**/fixtures/**'],
    testTimeout: 120_000,
  },
})

export default config
