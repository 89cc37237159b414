import { Marked, type Tokens } from 'marked'

import { slugify, SlugRegistry } from '../content/slug.ts'
import { escapeHtml } from './html.ts'
import { highlight } from './highlight.ts'

export interface Heading {
  readonly depth: number
  readonly id: string
  readonly text: string
}

export interface Rendered {
  readonly html: string
  readonly headings: readonly Heading[]
}

/** Markdown to HTML with heading anchors and highlighted code. */
export function createRenderer(): (body: string) => Rendered {
  let headings: Heading[] = []
  let slugs = new SlugRegistry()
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const inner = this.parser.parseInline(tokens)
        const id = slugs.claim(slugify(inner.replace(/<[^>]+>/g, '')))
        headings.push({ depth, id, text: inner })
        return `<h${depth} id="${id}">${inner}</h${depth}>\n`
      },
      code({ text, lang }: Tokens.Code) {
        return `<pre><code${lang ? ` class="language-${escapeHtml(lang)}"` : ''}>${highlight(text, lang)}</code></pre>\n`
      },
    },
  })
  return (body) => {
    headings = []
    slugs = new SlugRegistry()
    const html = marked.parse(body, { async: false })
    return { html, headings }
  }
}

export function tableOfContents(headings: readonly Heading[]): string {
  const rows = headings.filter(({ depth }) => depth > 1 && depth < 4)
  if (rows.length < 3) return ''
  return `<nav class="toc"><ol>${rows.map(renderEntry).join('')}</ol></nav>`
}

function renderEntry({ depth, id, text }: Heading): string {
  return `<li class="depth-${depth}"><a href="#${id}">${text}</a></li>`
}
