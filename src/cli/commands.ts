import type { Command } from './command.ts'

export interface CommandEntry {
  readonly summary: string
  readonly load: () => Promise<Command>
}

/** Every command in the order of `--help`. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  accept: {
    summary: 'take a recorded layout into your own layout.sdn',
    load: async () => (await import('./commands/accept.ts')).command,
  },
  apply: {
    summary: 'apply a layout to a built file: Hermes bytecode, JavaScript bundles',
    load: async () => (await import('./commands/apply.ts')).command,
  },
  check: {
    summary: 'hold a layout against budgets and a base',
    load: async () => (await import('./commands/check.ts')).command,
  },
  diff: {
    summary: 'compare two recordings',
    load: async () => (await import('./commands/diff.ts')).command,
  },
  doctor: {
    summary: 'apply a layout, try both builds in the engine, keep the new one only if it is better',
    load: async () => (await import('./commands/doctor.ts')).command,
  },
  emit: {
    summary: 'write a layout in the form of a native linker',
    load: async () => (await import('./commands/emit.ts')).command,
  },
  config: {
    summary: 'check a configuration and print it, as SDN or YAML',
    load: async () => (await import('./commands/config.ts')).command,
  },
  explain: {
    summary: 'say why a function is in its phase',
    load: async () => (await import('./commands/explain.ts')).command,
  },
  export: {
    summary: 'write a recording for speedscope, DevTools, pprof or Perfetto',
    load: async () => (await import('./commands/export.ts')).command,
  },
  feedback: {
    summary: 'take what production profiles found into your own layout.sdn',
    load: async () => (await import('./commands/feedback.ts')).command,
  },
  import: {
    summary: 'make a recording of a CPU profile or V8 coverage',
    load: async () => (await import('./commands/import.ts')).command,
  },
  merge: {
    summary: 'join recordings of shards and machines',
    load: async () => (await import('./commands/merge.ts')).command,
  },
  pack: {
    summary: 'order the functions of a workload file (for benchmarks)',
    load: async () => (await import('./commands/pack.ts')).command,
  },
  recommend: {
    summary: 'list static imports that could be import(), with what they would save',
    load: async () => (await import('./commands/recommend.ts')).command,
  },
  report: {
    summary: 'write the report page',
    load: async () => (await import('./commands/report.ts')).command,
  },
  sdn: {
    summary: 'check, format, read, edit and convert SDN files',
    load: async () => (await import('./commands/sdn.ts')).command,
  },
  solve: {
    summary: 'lay out what was recorded and replay the tests on it',
    load: async () => (await import('./commands/solve.ts')).command,
  },
  stability: {
    summary: 'record the suite several times and list the functions that vary',
    load: async () => (await import('./commands/stability.ts')).command,
  },
}
