import type { Config } from './schema.ts'

export function defaultConfig(root: string): Config {
  return {
    root,
    title: 'Untitled',
    baseUrl: '/',
    outDir: 'out',
    drafts: false,
    pageSize: 10,
    dateFormat: 'iso',
    navigation: defaultNavigation(),
    port: 4321,
    requests: Number.POSITIVE_INFINITY,
  }
}

const defaultNavigation = () => [
  { label: 'Home', href: '/' },
  { label: 'Archive', href: '/archive/' },
]
