const ROOT = new URL('../../', import.meta.url)
/** What users get. The counts read the recorder's own state, which lies in the modules as they were compiled. */
const PLUGIN = new URL('dist/lib/index.js', ROOT).href
const MODULES = new URL('dist/src/index.js', ROOT).href
const SETUP = new URL('./counts-setup.mjs', import.meta.url)
const REPORTER = new URL('./counts-reporter.mjs', import.meta.url).href

/**
 * A Vitest config that extends the suite's own by what the variant of this run needs; the environment says which.
 * Type tests are left out everywhere: no code of theirs runs.
 */
export function configText(base) {
  const load = base === undefined ? '({})' : `base`
  return `
${base === undefined ? '' : `import base from ${JSON.stringify(`./${base}`)}`}
const { LAYOUT_BENCH_VARIANT: variant, LAYOUT_BENCH_OUT: out, LAYOUT_BENCH_COUNTS: counts } = process.env
// Not bundled into this config: the recorder's modules must be there once.
const native = (url) => import(url)
const env = { command: 'serve', mode: 'test', isSsrBuild: false, isPreview: false }
const config = await (typeof ${load} === 'function' ? ${load}(env) : ${load})
const test = (config.test ??= {})
const records = variant === 'recorder' || variant === 'idle' || variant === 'counters'
const options = { outDir: out + '/layout', ...(variant === 'counters' ? { edges: false, timing: 'off' } : {}) }
const layout = records ? (await native(counts === undefined ? ${JSON.stringify(PLUGIN)} : ${JSON.stringify(MODULES)})).layout : undefined
const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value])
const extend = (project) => {
  // Not what is measured, and its form differs between versions.
  if (project.test?.browser?.enabled !== true) delete project.test?.browser
  if (layout !== undefined && project.extends !== true) project.plugins = [...list(project.plugins), layout(options)]
  if (project.test?.typecheck !== undefined) project.test.typecheck = { ...project.test.typecheck, enabled: false }
  if (counts !== undefined && project.extends !== true) {
    project.test ??= {}
    project.test.setupFiles = [${JSON.stringify(decodeURIComponent(SETUP.pathname))}, ...list(project.test.setupFiles)]
  }
}
const projects = test.projects?.filter((project) => project.test?.typecheck?.only !== true)
if (projects !== undefined) {
  test.projects = projects
  for (const project of projects) if (typeof project === 'object') extend(project)
}
extend(config)
test.watch = false
test.reporters = [['json', { outputFile: out + '/results.json' }]]
if (counts !== undefined) {
  const { default: CountsReporter } = await native(${JSON.stringify(REPORTER)})
  test.reporters.push(new CountsReporter({ file: counts }))
  // The setup file that counts lies outside the suite.
  config.server = { ...config.server, fs: { ...config.server?.fs, strict: false } }
}
if (variant === 'recorder' || variant === 'counters') test.reporters.push('layout')
// Only files that were loaded, as JSON: writing pages for people is not measured, nor code that no test loads.
const coverage = { provider: variant, enabled: true, reporter: ['json'], reportsDirectory: out + '/coverage', reportOnFailure: true }
test.coverage =
  variant === 'istanbul' || variant === 'v8' ? { ...coverage, exclude: test.coverage?.exclude } : { enabled: false }
if (test.coverage.exclude === undefined) delete test.coverage.exclude
export default config
`
}
