const COMBINING = /[\u0300-\u036f]/g

export function slugify(title: string): string {
  return title
    .normalize('NFKD')
    .replace(COMBINING, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

/** Makes slugs unique by numbering repeats. */
export class SlugRegistry {
  #taken = new Map<string, number>()

  claim(slug: string): string {
    const times = (this.#taken.get(slug) ?? 0) + 1
    this.#taken.set(slug, times)
    return times === 1 ? slug : this.claim(`${slug}-${times}`)
  }
}
