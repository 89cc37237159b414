declare module '@bcoe/v8-coverage' {
  export interface ProcessCov {
    readonly result: readonly {
      readonly url: string
      readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[]
    }[]
  }
  export function mergeProcessCovs(files: readonly ProcessCov[]): ProcessCov
}
