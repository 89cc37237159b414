import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'

export default defineConfig({
  plugins: [layout()],
})
