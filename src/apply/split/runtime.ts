/** Line between the sections of a cold file. */
export const SECTION_LINE = '//# vitest-layout: section'

export type SplitPlatform = 'browser' | 'node'

export interface RuntimeNames {
  /** Gives the text of a section. */
  readonly read: string
  /** Holds the parts of the cold file. */
  readonly parts: string
  /** In Node's modules: `readFileSync`. */
  readonly readFile: string
  /** In the cold file: gives an object the classes and values that are made when they are asked for. */
  readonly makeLater: string
}

export interface RuntimeOptions {
  readonly platform: SplitPlatform
  readonly kind: 'module' | 'commonjs'
  /** Name of the cold file, relative to the file. */
  readonly coldFile: string
  /** First line of the cold file, so that one of another build is refused. */
  readonly head: string
  readonly names: RuntimeNames
  /** Browser: fetch the cold file once the first frame is out. */
  readonly prefetch: boolean
}

/**
 * What the file is given to find its cold text, once. The text of a section is padded with the lines before it, so that
 * places in stack traces are those of the cold file.
 */
export function runtimeText(options: RuntimeOptions): string {
  const { names, head, coldFile } = options
  const { read, parts } = names
  const url =
    options.platform === 'node' && options.kind === 'commonjs'
      ? undefined
      : `new URL(${JSON.stringify(coldFile)},import.meta.url)`
  const keep =
    `function ${parts}(t,u){if(!t.startsWith(${JSON.stringify(`${head}\n`)}))throw Error("The cold functions of this file are gone: "+u+` +
    `" is missing or of another build.");var n=0,m=(/\\n\\/\\/# sourceMappingURL=\\S+\\s*$/.exec(t)||[""])[0];` +
    `${parts}.p=t.split(${JSON.stringify(`\n${SECTION_LINE}\n`)}).map((s,i,l)=>{` +
    `var o="\\n".repeat(n)+s+(i<l.length-1?m:"")+"\\n//# sourceURL="+u;n+=s.split("\\n").length+1;return o})}`
  const readText =
    options.platform === 'node'
      ? `var u=${url ?? `require("node:path").join(__dirname,${JSON.stringify(coldFile)})`};${parts}(${
          url === undefined ? 'require("node:fs").readFileSync' : names.readFile
        }(u,"utf8"),${url === undefined ? 'u' : 'u.href'})`
      : `var u=${url}.href,x=new XMLHttpRequest;x.open("GET",u,!1);x.overrideMimeType("text/plain;charset=utf-8");x.send();${parts}(x.responseText,u)`
  const main = `function ${read}(i){if(!${parts}.p){${readText}}return ${parts}.p[i]}${keep}`
  if (options.platform === 'node') {
    return url === undefined ? main : `import{readFileSync as ${names.readFile}}from"node:fs";${main}`
  }
  return options.prefetch ? `${main}${prefetchText(url!, parts)}` : main
}

/** After the first contentful paint, when the page has nothing else to do. A failure is left to the first call. */
function prefetchText(url: string, parts: string): string {
  return (
    `try{new PerformanceObserver((l,o)=>{if(!l.getEntriesByName("first-contentful-paint").length)return;o.disconnect();` +
    `var g=()=>{var u=${url}.href;${parts}.p||fetch(u,{priority:"low"}).then(r=>r.text()).then(t=>{${parts}.p||${parts}(t,u)}).catch(()=>{})};` +
    `self.requestIdleCallback?requestIdleCallback(g):setTimeout(g,50)}).observe({type:"paint",buffered:!0})}catch{}`
  )
}

/** What a section's scope is given: a function whose object has the section's cold functions. Its `eval` sees the scope. */
export function accessorText(accessor: string, index: number, names: RuntimeNames): string {
  return `function ${accessor}(){return ${accessor}.c||(${accessor}.c=eval(${names.read}(${index})))}`
}
