import type { Config } from '../config/schema.ts'
import type { Post } from '../content/post.ts'
import { formatDate } from './date.ts'
import { html, raw, type Raw } from './html.ts'
import { tableOfContents, type Rendered } from './markdown.ts'

export function renderPage(config: Config, title: string, main: Raw): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title} - ${config.title}</title>
        <base href="${config.baseUrl}" />
      </head>
      <body>
        <header>${renderNavigation(config)}</header>
        <main>${main}</main>
      </body>
    </html> `.html
}

export function renderPost(config: Config, post: Post, rendered: Rendered): string {
  return renderPage(
    config,
    post.title,
    html`<article>
      <h1>${post.title}</h1>
      <p class="meta">${formatDate(post.date, config.dateFormat)} ${renderTags(post)}</p>
      ${raw(tableOfContents(rendered.headings))}${raw(rendered.html)}
    </article>`,
  )
}

export function renderIndex(config: Config, posts: readonly Post[], page: number, pages: number): string {
  return renderPage(
    config,
    page === 1 ? 'Home' : `Page ${page}`,
    html`<ul>
        ${posts.map((post) => renderRow(config, post))}
      </ul>
      ${renderPager(page, pages)}`,
  )
}

export function renderArchive(config: Config, years: ReadonlyMap<number, readonly Post[]>): string {
  const sections = [...years].map(
    ([year, posts]) =>
      html`<h2>${year}</h2>
        <ul>
          ${posts.map((post) => renderRow(config, post))}
        </ul>`,
  )
  return renderPage(config, 'Archive', html`${sections}`)
}

export function renderNotFound(config: Config, path: string): string {
  return renderPage(
    config,
    'Not found',
    html`<h1>Not found</h1>
      <p>There is nothing at ${path}.</p>`,
  )
}

function renderNavigation(config: Config): Raw {
  return html`<nav>${config.navigation.map(({ label, href }) => html`<a href="${href}">${label}</a> `)}</nav>`
}

function renderRow(config: Config, post: Post): Raw {
  return html`<li><a href="${post.url}">${post.title}</a> <time>${formatDate(post.date, config.dateFormat)}</time></li>`
}

function renderTags(post: Post): Raw {
  return html`${post.tags.map((tag) => html`<a href="/tags/${tag}/">#${tag}</a> `)}`
}

function renderPager(page: number, pages: number): Raw {
  if (pages < 2) return html``
  return html`<p>
    ${page > 1 && html`<a href="${pagePath(page - 1)}">newer</a>`}
    ${page < pages && html`<a href="${pagePath(page + 1)}">older</a>`}
  </p>`
}

export function pagePath(page: number): string {
  return page === 1 ? '/' : `/page/${page}/`
}
