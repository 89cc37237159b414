import type { Site } from './site.ts'

export interface DeadLink {
  readonly from: string
  readonly to: string
}

/** Links inside the site that lead nowhere. */
export function findDeadLinks(site: Site): DeadLink[] {
  const dead: DeadLink[] = []
  for (const from of site.paths) {
    for (const to of linksOf(site.page(from))) {
      if (isInternal(to) && !site.has(withoutFragment(to))) dead.push({ from, to })
    }
  }
  return dead
}

export function* linksOf(html: string): Generator<string> {
  for (const match of html.matchAll(/<a href="([^"]*)"/g)) yield match[1]!
}

const isInternal = (href: string): boolean => href.startsWith('/')

function withoutFragment(href: string): string {
  return href.replace(/#.*$/, '')
}
