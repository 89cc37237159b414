import { expect, test } from 'vitest'

import { TestProject } from '../support/project.ts'
import { callsOf, reportOf } from './recorded.ts'

/** Components as the real compilers make them, mounted, clicked and taken away again. */
const FILES: Readonly<Record<string, string>> = {
  'vitest.config.ts': `import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'

export default defineConfig({
  // The plugin of Svelte inlines the framework itself.
  plugins: [vue(), svelte({ configFile: false }), layout({ include: 'src/**' })],
  resolve: { conditions: ['browser'] },
  test: { environment: 'happy-dom' },
})
`,
  'src/Counter.vue': `<script setup lang="ts">
import { computed, onMounted, onUnmounted, ref } from 'vue'
import { log } from './log.ts'

const props = defineProps<{ start: number }>()
const count = ref(props.start)
const double = computed(() => twice(count.value))

function twice(value: number): number {
  return value * 2
}
function increment(): void {
  count.value++
}
onMounted(() => log('mounted'))
onUnmounted(() => log('unmounted'))
</script>

<template>
  <button @click="increment">{{ double }}</button>
</template>
`,
  'src/Counter.svelte': `<script lang="ts">
  import { onMount } from 'svelte'
  import { log } from './log.ts'

  let { start }: { start: number } = $props()
  // svelte-ignore state_referenced_locally
  let count = $state(start)
  const double = $derived(twice(count))

  function twice(value: number): number {
    return value * 2
  }
  function increment(): void {
    count++
  }
  onMount(() => {
    log('mounted')
    return () => log('unmounted')
  })
</script>

<button onclick={increment}>{double}</button>
`,
  'src/log.ts': `export const lines: string[] = []
export const log = (text: string): void => void lines.push(text)
`,
  'test/components.test.ts': `import { flushSync, mount, unmount } from 'svelte'
import { beforeEach, expect, test } from 'vitest'
import { createApp, nextTick } from 'vue'
import { lines } from '../src/log.ts'
import SvelteCounter from '../src/Counter.svelte'
import VueCounter from '../src/Counter.vue'

beforeEach(() => void (lines.length = 0))

test('vue', async () => {
  const target = document.createElement('div')
  const app = createApp(VueCounter, { start: 2 })
  app.mount(target)
  expect(target.textContent).toBe('4')
  for (const shown of ['6', '8']) {
    target.querySelector('button')!.click()
    await nextTick()
    expect(target.textContent).toBe(shown)
  }
  app.unmount()
  expect(lines).toEqual(['mounted', 'unmounted'])
})

test('svelte', async () => {
  const target = document.body
  const component = mount(SvelteCounter, { target, props: { start: 2 } })
  flushSync()
  expect(target.textContent).toBe('4')
  for (const shown of ['6', '8']) {
    target.querySelector('button')!.click()
    flushSync()
    expect(target.textContent).toBe(shown)
  }
  await unmount(component)
  expect(lines).toEqual(['mounted', 'unmounted'])
})
`,
}

test('components of Vue and Svelte: every call of their scripts, by the names in them', async () => {
  const project = new TestProject(FILES)
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status, stdout + stderr).toBe(0)
  expect(callsOf(project)).toEqual({
    'src/Counter.vue:_sfc_render': 3,
    'src/Counter.vue:setup': 1,
    'src/Counter.vue:setup.<anonymous#1>': 3,
    'src/Counter.vue:setup.twice': 3,
    'src/Counter.vue:setup.increment': 2,
    'src/Counter.vue:setup.<anonymous#2>': 1,
    'src/Counter.vue:setup.<anonymous#3>': 1,
    'src/Counter.svelte:Counter': 1,
    'src/Counter.svelte:Counter.<anonymous#1>': 3,
    'src/Counter.svelte:Counter.<anonymous#3>': 3,
    'src/Counter.svelte:Counter.twice': 3,
    'src/Counter.svelte:Counter.increment': 2,
    'src/Counter.svelte:Counter.<anonymous#2>': 1,
    'src/Counter.svelte:Counter.<anonymous#2>.<anonymous#1>': 1,
    'src/log.ts:log': 4,
  })
  expect(reportOf(project)).toMatchObject({ complete: true, problems: [], warnings: [] })
})
