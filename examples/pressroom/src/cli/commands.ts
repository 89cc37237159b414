import type { CommandFunction } from './program.ts'

export interface CommandDefinition {
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly flags: Readonly<Record<string, string>>
  readonly load: () => Promise<CommandFunction>
}

export function defineCommands(): CommandDefinition[] {
  return [
    {
      name: 'build',
      usage: 'build [folder]',
      summary: 'write the site',
      flags: { '--out <folder>': 'where to', '--drafts': 'with drafts' },
      load: async () => (await import('../commands/build.ts')).build,
    },
    {
      name: 'serve',
      usage: 'serve [folder]',
      summary: 'serve the site and rebuild what changes',
      flags: { '--port <number>': 'default 4321', '--requests <number>': 'stop after so many' },
      load: async () => (await import('../commands/serve.ts')).serve,
    },
    {
      name: 'new',
      usage: 'new <title>',
      summary: 'start a post',
      flags: {},
      load: async () => (await import('../commands/new.ts')).newPost,
    },
    {
      name: 'check',
      usage: 'check [folder]',
      summary: 'find links that lead nowhere',
      flags: {},
      load: async () => (await import('../commands/check.ts')).check,
    },
    {
      name: 'stats',
      usage: 'stats [folder]',
      summary: 'count words and tags',
      flags: { '--json': 'for programs' },
      load: async () => (await import('../commands/stats.ts')).stats,
    },
    {
      name: 'import',
      usage: 'import <file>',
      summary: 'take posts from an export of another tool',
      flags: {},
      load: async () => (await import('../commands/import.ts')).importPosts,
    },
    {
      name: 'doctor',
      usage: 'doctor',
      summary: 'say what is wrong with the set-up',
      flags: {},
      load: async () => (await import('../commands/doctor.ts')).doctor,
    },
  ]
}
