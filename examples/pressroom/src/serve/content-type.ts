const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  xml: 'application/atom+xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
}

export function contentType(path: string): string {
  const extension = /\.(\w+)$/.exec(path)?.[1] ?? 'html'
  return TYPES[extension] ?? 'application/octet-stream'
}
