/** Line between the parts of a file that is fetched later. */
export const SECTION_LINE = '//# vitest-layout: section'

export type SplitPlatform = 'browser' | 'node'

/** A file that is fetched later, as its readers in the main file know it. */
export interface LateFileFacts {
  /** Its name, relative to the main file. */
  readonly name: string
  /** Its first line, so that one of another build is refused. */
  readonly head: string
  /** Name of the function that gives the text of a part. */
  readonly read: string
  /** Name of the function that holds the parts. */
  readonly parts: string
  /** Browser: fetch it once the first frame is out. */
  readonly prefetch: boolean
}

export interface RuntimeOptions {
  readonly platform: SplitPlatform
  readonly kind: 'module' | 'commonjs'
  readonly files: readonly LateFileFacts[]
  /** In Node's modules: name of `readFileSync`. */
  readonly readFile: string
}

/** What the main file is given to find the text that has left it. */
export function runtimeText({ platform, kind, files, readFile }: RuntimeOptions): string {
  const readers = files.map((file) => readerText(file, platform, kind, readFile)).join('')
  return platform === 'node' && kind === 'module'
    ? `import{readFileSync as ${readFile}}from"node:fs";${readers}`
    : readers
}

/**
 * Reads one file, once. The text of a part is padded with the lines before it, so that places in stack traces are those
 * of the file.
 */
function readerText(
  { name, head, read, parts, prefetch }: LateFileFacts,
  platform: SplitPlatform,
  kind: 'module' | 'commonjs',
  readFile: string,
): string {
  const url =
    platform === 'node' && kind === 'commonjs' ? undefined : `new URL(${JSON.stringify(name)},import.meta.url)`
  const keep =
    `function ${parts}(t,u){if(!t.startsWith(${JSON.stringify(`${head}\n`)}))throw Error("The cold functions of this file are gone: "+u+` +
    `" is missing or of another build.");var n=0,m=(/\\n\\/\\/# sourceMappingURL=\\S+\\s*$/.exec(t)||[""])[0];` +
    `${parts}.p=t.split(${JSON.stringify(`\n${SECTION_LINE}\n`)}).map((s,i,l)=>{` +
    `var o="\\n".repeat(n)+s+(i<l.length-1?m:"")+"\\n//# sourceURL="+u;n+=s.split("\\n").length+1;return o})}`
  const readText =
    platform === 'node'
      ? `var u=${url ?? `require("node:path").join(__dirname,${JSON.stringify(name)})`};${parts}(${
          url === undefined ? 'require("node:fs").readFileSync' : readFile
        }(u,"utf8"),${url === undefined ? 'u' : 'u.href'})`
      : `var u=${url}.href,x=new XMLHttpRequest;x.open("GET",u,!1);x.overrideMimeType("text/plain;charset=utf-8");x.send();${parts}(x.responseText,u)`
  const main = `function ${read}(i){if(!${parts}.p){${readText}}return ${parts}.p[i]}${keep}`
  return platform === 'browser' && prefetch ? `${main}${prefetchText(url!, parts)}` : main
}

/** After the first contentful paint, when the page has nothing else to do. A failure is left to the first call. */
function prefetchText(url: string, parts: string): string {
  return (
    `try{new PerformanceObserver((l,o)=>{if(!l.getEntriesByName("first-contentful-paint").length)return;o.disconnect();` +
    `var g=()=>{var u=${url}.href;${parts}.p||fetch(u,{priority:"low"}).then(r=>r.text()).then(t=>{${parts}.p||${parts}(t,u)}).catch(()=>{})};` +
    `self.requestIdleCallback?requestIdleCallback(g):setTimeout(g,50)}).observe({type:"paint",buffered:!0})}catch{}`
  )
}

/** What a section's scope is given: a function whose object has what a part holds. Its `eval` sees the scope. */
export function accessorText(accessor: string, index: number, read: string): string {
  return `function ${accessor}(){return ${accessor}.c||(${accessor}.c=eval(${read}(${index})))}`
}
