// The tools, what their Vitest scenarios run, and what is measured. Inputs of scenarios and measurements differ.

/** @typedef {{ name: string, args: string[] }} ToolCommand */

export const PACKAGES = {
  prettier: '3.10.1',
  eslint: '9.39.1',
  typescript: '5.9.3',
}

const eslintConfig = `module.exports = [{
  files: ['**/*.js'],
  languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
  rules: Object.fromEntries(['no-unused-vars', 'no-undef', 'eqeqeq', 'prefer-const', 'no-shadow', 'no-unreachable',
    'curly', 'no-redeclare', 'no-empty', 'complexity', 'array-callback-return', 'no-fallthrough', 'no-else-return',
    'no-useless-return', 'no-var', 'object-shorthand', 'prefer-template', 'yoda'].map((rule) => [rule, 'warn'])),
}]
`

/** Files of the working folder: `train` is for the scenarios, `other` for the measurements. */
export const INPUTS = {
  'train/a.ts': `import { readFile } from 'node:fs/promises'
export interface Options { readonly name: string; depth?: number }
export type Result<T> = { ok: true; value: T } | { ok: false; error: Error }
export class Reader<T extends object> { #cache = new Map<string, T>(); constructor(private readonly options: Options) {}
  async read(path: string): Promise<Result<T>> { try { const text = await readFile(path, 'utf8'); return { ok: true, value: JSON.parse(text) as T } } catch (error) { return { ok: false, error: error as Error } } finally { this.#cache.clear() } }
  get name(): string { return \`\${this.options.name}:\${this.options.depth ?? 0}\` } }
export function walk(items: readonly Options[], visit: (item: Options, index: number) => void): void { for (const [index, item] of items.entries()) { if (item.depth === undefined) continue; else visit(item, index) } }
export enum Mode { Fast, Slow = 'slow' }
`,
  'train/b.js': `const list=[1,2,3].map(x=>x*2).filter(Boolean);function sum(a,b=1,...rest){switch(a){case 1:return b;default:return rest.reduce((p,q)=>p+q,a+b)}}
var unused = 1; if (list.length==sum(1,2)) { for (var i=0;i<3;i++) { console.log('a'+i) } } else { try { sum() } catch (e) {} }
export default class A extends Array { static of(...x){ return new this(...x) } get last(){ return this[this.length-1] } async *all(){ yield* this } }
`,
  'train/c.css': `a{color:red;background:url(x.png) no-repeat}@media (max-width:100px){.b>.c:not(.d)::before{content:"x";margin:0 auto}}:root{--x:calc(1px + 2vw)}`,
  'train/d.md': `# Title\n* one\n* two\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n\`\`\`js\nlet a=1\n\`\`\`\n`,
  'train/e.json': `{"a":[1,2,{"b":null}],"c":"text","d":true}`,
  'other/a.ts': `type Shape = { kind: 'circle'; r: number } | { kind: 'square'; a: number }
export const area = (s: Shape): number => s.kind === 'circle' ? Math.PI * s.r ** 2 : s.a * s.a
abstract class Base<K extends string, V = unknown> { protected abstract items(): Iterable<[K, V]>; toMap(): Map<K, V> { return new Map(this.items()) } }
export class Named extends Base<'x' | 'y', number> { override *items(): Generator<['x' | 'y', number]> { yield ['x', 1]; yield ['y', 2] } }
export async function run(names: string[], { limit = 2, signal }: { limit?: number; signal?: AbortSignal } = {}): Promise<string[]> { const out: string[] = []; while (names.length > 0 && !signal?.aborted) { const part = names.splice(0, limit); out.push(...await Promise.all(part.map(async (n) => n.toUpperCase()))) } return out }
declare global { interface Window { named?: Named } }
`,
  'other/b.js': `export const once = (fn) => { let done = false, value; return function (...args) { if (!done) { done = true; value = fn.apply(this, args) } return value } }
export function group(items, key) { const map = {}; items.forEach(function (item) { (map[item[key]] = map[item[key]] || []).push(item) }); return map }
export class Queue { constructor() { this.items = [] } push(x) { this.items.push(x); return this } shift() { return this.items.shift() } get size() { return this.items.length } }
label: for (const a of [1, 2]) { do { if (a == 2) break label; else continue } while (false) }
`,
  'other/c.css': `.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr))}.grid>*+*{margin-top:1em}@supports (display:grid){a:hover{color:#FFF}}`,
  'other/f.yaml': `a:   1\nb:\n    - x\n    -   y\nc: {d: 1,   e: [1,2]}\n`,
  'other/g.html': `<!doctype html><html><body><div class="a   b"><p>Text <b>bold</b></p><script>let a=1</script></div></body></html>`,
  'eslint.config.cjs': eslintConfig,
  'package.json': '{}\n',
}

/**
 * `record` says what Vitest inlines and how the scenarios call it. Prettier's published modules are ES modules, and are
 * matched to the bundle through its source map. ESLint and TypeScript are CommonJS, which Vitest cannot inline: there the
 * bundle itself is recorded.
 *
 * @type {Record<string, { package: string, file: string, entry: string, record: { module: string, call: string, itself?: boolean, last?: string }, fill?: string[][], scenarios: ToolCommand[], measured: (ToolCommand & { recorded: boolean })[] }>}
 */
export const TOOLS = {
  prettier: {
    package: 'prettier',
    file: 'cli.mjs',
    entry: `import { run } from 'prettier/internal/legacy-cli.mjs'\nrun()\n`,
    record: { module: 'node_modules/prettier/internal/legacy-cli.mjs', call: 'await tool.run(process.argv.slice(2))' },
    scenarios: [
      { name: 'formats TypeScript', args: ['train/a.ts'] },
      { name: 'formats JavaScript', args: ['train/b.js'] },
      { name: 'formats a style sheet', args: ['train/c.css'] },
      { name: 'formats Markdown', args: ['train/d.md'] },
      { name: 'checks JSON', args: ['--check', 'train/e.json'] },
      { name: 'tells its version', args: ['--version'] },
    ],
    measured: [
      { name: 'format TypeScript', args: ['other/a.ts'], recorded: true },
      { name: 'format JavaScript', args: ['other/b.js'], recorded: true },
      { name: 'format a style sheet', args: ['other/c.css'], recorded: true },
      { name: 'format YAML', args: ['other/f.yaml'], recorded: false },
      { name: 'format HTML', args: ['other/g.html'], recorded: false },
      { name: '--version', args: ['--version'], recorded: true },
      { name: '--help', args: ['--help'], recorded: false },
    ],
  },
  eslint: {
    package: 'eslint',
    // Its own code asks for `__filename`.
    file: 'cli.cjs',
    entry: `#!/usr/bin/env node
import cli from 'eslint/lib/cli.js'
export const main = () => cli.execute(process.argv, null, true).then((code) => { process.exitCode = code })
// Vitest's scenarios call it themselves, so that what it runs is theirs and not the module's loading.
if (process.env.VITEST_WORKER_ID === undefined) main()
`,
    record: { itself: true, module: 'tools/eslint/plain/cli.cjs', call: 'await tool.default.main()' },
    scenarios: [
      { name: 'lints a file', args: ['train/b.js'] },
      { name: 'prints JSON', args: ['--format', 'json', 'train/b.js'] },
      { name: 'tells its version', args: ['--version'] },
    ],
    measured: [
      { name: 'lint', args: ['other/b.js'], recorded: true },
      { name: 'lint, fixes as JSON', args: ['--fix-dry-run', '--format', 'json', 'other/b.js'], recorded: false },
      { name: '--version', args: ['--version'], recorded: true },
      { name: '--help', args: ['--help'], recorded: false },
    ],
  },
  tsc: {
    package: 'typescript',
    file: '_tsc.js',
    // The compiler looks for its library files beside itself, so it is taken as it was built.
    entry: '',
    record: {
      itself: true,
      module: 'tools/tsc/plain/_tsc.js',
      call: 'tool.default.main()',
      last: 'executeCommandLine(sys, noop, sys.args);',
    },
    // What a check compiles is much, and every start would read it.
    fill: [['--version'], ['--help']],
    scenarios: [
      { name: 'checks a file', args: ['--noEmit', '--target', 'es2022', '--typeRoots', 'none', 'train/a.ts'] },
      { name: 'tells its version', args: ['--version'] },
      { name: 'explains itself', args: ['--help'] },
    ],
    measured: [
      { name: 'check', args: ['--noEmit', '--target', 'es2022', '--typeRoots', 'none', 'other/a.ts'], recorded: true },
      {
        name: 'emit',
        args: ['--target', 'es2022', '--typeRoots', 'none', '--outDir', 'emitted', 'other/a.ts'],
        recorded: false,
      },
      { name: '--version', args: ['--version'], recorded: true },
      { name: '--help', args: ['--help'], recorded: true },
      { name: '--showConfig', args: ['--showConfig', '--noEmit', 'other/a.ts'], recorded: false },
    ],
  },
}
