import { expect, test } from 'vitest'

import { LayoutConfig } from '../../src/model/index.ts'
import { readRecordingFile } from '../../src/record/session/index.ts'
import { TestProject } from '../support/project.ts'

/** Components of the real compilers, with annotations in every kind of script that they have. */
const FILES: Readonly<Record<string, string>> = {
  'vitest.config.ts': `import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { layout } from 'vitest-layout'

export default defineConfig({ plugins: [vue(), svelte({ configFile: false }), layout()] })
`,
  'src/Options.vue': `<template>
  <p>{{ text }} /** @layout startup */</p>
</template>

<script>
/** @layout steady */
function shout(text) {
  return text.toUpperCase()
}

export default {
  props: ['name'],
  computed: {
    /** @layout cold pin */
    text() {
      return shout(this.name)
    },
  },
}
</script>
`,
  'src/Setup.vue': `<script lang="ts">
interface Named { readonly name: string }
/** @layout first_frame */
export const title = ({ name }: Named): string => \`Dr. \${name}\`
</script>

<script setup lang="ts">
import { computed } from 'vue'

const props = defineProps<{ name: string }>()

/** @layout cold anchor=greeting */
function greet(name: string): string {
  return \`Hello \${title({ name })}\`
}
const text = computed(() => greet(props.name))
/** @layout startup pin */
const unused = (): void => {}
defineExpose({ unused })
</script>

<template>
  <p class="big" @click="unused">{{ text }}</p>
</template>

<style scoped>
/** @layout startup */
.big { color: red }
</style>
`,
  'src/Box.svelte': `<script module lang="ts">
  /** @layout steady */
  export function twice(value: number): number {
    return value * 2
  }
</script>

<script lang="ts">
  const { value }: { value: number } = $props()
  /** @layout phase=cold pin */
  const half = (of: number): number => of / 2
  const shown = $derived(twice(half(value)))
</script>

<p>{shown}</p>
`,
  'test/components.test.ts': `import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import Box from '../src/Box.svelte'
import Options from '../src/Options.vue'
import Setup from '../src/Setup.vue'

test('renders', { meta: { layout: { scenario: 'render', phase: 'first_frame' } } }, async () => {
  expect(await renderToString(createSSRApp(Options, { name: 'a' }))).toContain('A')
  expect(await renderToString(createSSRApp(Setup, { name: 'b' }))).toContain('Hello Dr. b')
  expect(render(Box, { props: { value: 6 } }).body).toContain('6')
})
`,
}

test('annotations in components of Vue and Svelte', async () => {
  const project = new TestProject(FILES)
  const { status, stdout, stderr } = await project.vitest(['--reporter=layout'])
  expect(status, stdout + stderr).toBe(0)
  expect(stderr).toBe('')
  const { functions, problems } = readRecordingFile(project.path('.vitest/layout/recording.sdn'))
  const { recorded } = LayoutConfig.fromFile(project.path('.vitest/layout/layout.sdn'))
  const phases = new Map(recorded.map(({ name, phase }) => [name, phase]))
  const annotated = functions
    .filter(({ hint }) => hint !== undefined)
    .map(({ name, line, column, callCount }) => `${name} ${line}:${column} ${callCount} ${phases.get(name)}`)
  // Where the function itself begins by the maps of esbuild (Vite 6 and 7), its name by those of oxc.
  expect(annotated).toEqual([
    'src/Box.svelte:twice 3:10 1 steady',
    'src/Box.svelte:Box.<anonymous#1>.half 11:16 1 cold',
    'src/Options.vue:shout 7:1 1 steady',
    'src/Options.vue:_sfc_main.computed.text 15:5 1 cold',
    expect.stringMatching(/^src\/Setup\.vue:title 4:(14|22) 1 first_frame$/),
    'src/Setup.vue:setup.greet 13:1 1 cold',
    expect.stringMatching(/^src\/Setup\.vue:setup\.unused 18:(7|16) 0 startup$/),
  ])
  expect(problems).toEqual([])
})

test('a misspelled one is named where it stands in the component', async () => {
  const project = new TestProject({
    ...FILES,
    'src/Options.vue': FILES['src/Options.vue']!.replace('cold pin', 'freezing'),
    'src/Setup.vue': FILES['src/Setup.vue']!.replace('first_frame', 'frist_frame').replace(
      'cold anchor',
      'could anchor',
    ),
    'src/Box.svelte': FILES['src/Box.svelte']!.replace('steady', 'stedy').replace('phase=cold', 'phase=cool'),
  })
  const { status, stderr } = await project.vitest(['--reporter=layout'])
  expect(status).toBe(1)
  const places = [...stderr.matchAll(/^ Layout {2}(.*?): (.*?),/gm)].map(([, place, what]) => `${place} ${what}`)
  expect(places).toEqual([
    'src/Box.svelte:2:7 unknown phase "stedy"',
    'src/Box.svelte:10:7 unknown phase "cool"',
    'src/Options.vue:14:9 unknown phase "freezing"',
    'src/Setup.vue:3:5 unknown phase "frist_frame"',
    'src/Setup.vue:12:5 unknown phase "could"',
  ])
})
