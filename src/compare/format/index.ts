export { describeDifference } from './describe-difference.ts'
export type { Cell, Column, Document, Piece, Section, SourceRef } from './document.ts'
export { describeCheck } from './describe-check.ts'
export { escapeHtml, escapeMarkdown, markdownCode, shortName, visible } from './escape.ts'
export {
  COMMENT_LENGTH,
  githubLink,
  renderMarkdown,
  type GithubPlace,
  type MarkdownOptions,
} from './render-markdown.ts'
export { toWorkflowCommands } from './workflow-commands.ts'
export { renderText, type TextOptions } from './render-text.ts'
