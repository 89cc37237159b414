import { escapeHtml } from './html.ts'

interface Grammar {
  readonly keywords: ReadonlySet<string>
  readonly comment: RegExp
}

const grammars: ReadonlyMap<string, Grammar> = new Map([
  ['js', javascript()],
  ['ts', javascript('type', 'interface', 'readonly')],
  ['sh', shell()],
])

export function highlight(code: string, language = ''): string {
  const grammar = grammars.get(language)
  if (grammar === undefined) return escapeHtml(code)
  return code
    .split('\n')
    .map((line) => highlightLine(line, grammar))
    .join('\n')
}

function highlightLine(line: string, grammar: Grammar): string {
  const comment = grammar.comment.exec(line)
  const code = comment === null ? line : line.slice(0, comment.index)
  const tail = comment === null ? '' : `<i>${escapeHtml(line.slice(comment.index))}</i>`
  return code.replace(/\w+|[^\w]+/g, (word) => highlightWord(word, grammar)) + tail
}

function highlightWord(word: string, grammar: Grammar): string {
  return grammar.keywords.has(word) ? `<b>${word}</b>` : escapeHtml(word)
}

function javascript(...more: readonly string[]): Grammar {
  const words = 'const let var function return if else for while class new import export async await throw try catch'
  return { keywords: new Set([...words.split(' '), ...more]), comment: /\/\/.*$/ }
}

function shell(): Grammar {
  return { keywords: new Set('if then else fi for do done case esac export'.split(' ')), comment: /#.*$/ }
}
