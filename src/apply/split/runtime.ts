import type { GlobalName } from './global-names.ts'

/** Line between the parts of a file that is fetched later. */
export const SECTION_LINE = '//# vitest-layout: section'

const HEAD = '//# vitest-layout: '

/** First line of a file that is fetched later: its name, and which build it belongs to. */
export function headOf(name: string, digest: string): string {
  return `${HEAD}${name} ${digest}`
}

export type SplitPlatform = 'browser' | 'node'

export interface RuntimeOptions {
  readonly platform: SplitPlatform
  readonly kind: 'module' | 'commonjs'
  /** Names of the files that are fetched later, relative to the main file. */
  readonly files: readonly string[]
  /** Stands in the first line of each, so that one of another build is refused. */
  readonly digest: string
  /** Browser: which of them is fetched once the first frame is out. */
  readonly prefetched: number | undefined
  readonly names: RuntimeNames
  /** Global objects, as the top level of the file can name them. */
  readonly global: GlobalName
}

/** Names of our own functions in the main file. */
export interface RuntimeNames {
  /** Gives the text of a part of a file. */
  readonly read: string
  /** Takes a file's text apart. */
  readonly keep: string
  /** Gives the files: arrays of the name and, once it was read, the texts of the parts. */
  readonly files: string
  /** In Node's modules: `readFileSync`. */
  readonly readFile: string
}

/**
 * What the main file is given to find the text that has left it. It reads each file once. The text of a part is padded
 * with the lines before it, so that places in stack traces are those of the file.
 *
 * All of it is functions: it stands at the end of the file, and code before it may call one that has left.
 */
export function runtimeText(options: RuntimeOptions): string {
  const { names, platform, kind, global } = options
  const { read, keep, files } = names
  const table = options.files.map((file) => `[${JSON.stringify(file)}]`).join()
  const takeApart =
    `function ${keep}(f,t,u){if(!t.startsWith(${JSON.stringify(HEAD)}+f[0]+${JSON.stringify(` ${options.digest}\n`)}))throw ${global('Error')}("The cold functions of this file are gone: "+u+` +
    `" is missing or of another build.");var n=0,m=(/\\n\\/\\/# sourceMappingURL=\\S+\\s*$/.exec(t)||[""])[0];` +
    `f[1]=t.split(${JSON.stringify(`\n${SECTION_LINE}\n`)}).map((s,i,l)=>{` +
    `var o="\\n".repeat(n)+s+(i<l.length-1?m:"")+"\\n//# sourceURL="+u;n+=s.split("\\n").length+1;return o})}`
  const main =
    `function ${files}(){return ${files}.f||(${files}.f=[${table}])}` +
    `function ${read}(n,i){var f=${files}()[n];if(!f[1]){${readText(options)}}return f[1][i]}${takeApart}`
  if (platform === 'node') {
    return kind === 'module' ? `import{readFileSync as ${names.readFile}}from"node:fs";${main}` : main
  }
  return options.prefetched === undefined ? main : `${main}${prefetchText(options.prefetched, options)}`
}

/** Reads the file `f` and waits for it. V8 takes no `sourceURL` with blanks. */
function readText(options: RuntimeOptions): string {
  const { platform, kind, global } = options
  const { keep, readFile } = options.names
  if (platform === 'browser') {
    return (
      `var u=${fileUrl(options)}.href,x=new ${global('XMLHttpRequest')};x.open("GET",u,!1);` +
      `x.overrideMimeType("text/plain;charset=utf-8");x.send();${keep}(f,x.responseText,u)`
    )
  }
  return kind === 'commonjs'
    ? `var u=require("node:path").join(__dirname,f[0]);${keep}(f,require("node:fs").readFileSync(u,"utf8"),u.replace(/\\s/g,"%20"))`
    : `var u=${fileUrl(options)};${keep}(f,${readFile}(u,"utf8"),u.href)`
}

function fileUrl({ files, global }: RuntimeOptions): string {
  // As part of a URL, these would be more than a name.
  const isPlain = !files.some((file) => /[#%?\\]/.test(file))
  const name = isPlain ? 'f[0]' : `${global('encodeURI')}(f[0]).replace(/[#?]/g,${global('encodeURIComponent')})`
  return `new ${global('URL')}(${name},import.meta.url)`
}

/** After the first contentful paint, when the page has nothing else to do. A failure is left to the first call. */
function prefetchText(file: number, options: RuntimeOptions): string {
  const { global } = options
  const { keep, files } = options.names
  const idle = global('requestIdleCallback')
  return (
    `try{new ${global('PerformanceObserver')}((l,o)=>{if(!l.getEntriesByName("first-contentful-paint").length)return;o.disconnect();` +
    `var g=()=>{var f=${files}()[${file}],u=${fileUrl(options)}.href;f[1]||${global('fetch')}(u,{priority:"low"}).then(r=>r.text()).then(t=>{f[1]||${keep}(f,t,u)}).catch(()=>{})};` +
    `${global('self')}.requestIdleCallback?${idle}(g):${global('setTimeout')}(g,50)}).observe({type:"paint",buffered:!0})}catch{}`
  )
}

/**
 * What a section's scope is given: a function whose object has what a part holds. Its `eval` sees the scope.
 *
 * @param file number of the file
 * @param index of the part in it
 */
export function accessorText(accessor: string, file: number, index: number, read: string): string {
  return `function ${accessor}(){return ${accessor}.c||(${accessor}.c=eval(${read}(${file},${index})))}`
}
