export { renderPage, type PageOptions } from './render-page.ts'
