/** What `layoutProfile` can be told. */
export interface ProfilePluginOptions {
  /** Folder that modules are named from; the recorder's root. @default the working directory */
  readonly root?: string | undefined
  /** Globs, relative to the root, of the modules to instrument. Reaches into `node_modules` where it says so. @default all outside `node_modules` */
  readonly include?: string | readonly string[] | undefined
  /** Globs of modules to leave alone. */
  readonly exclude?: string | readonly string[] | undefined
  /** What runs the bundle: in Node it begins to profile and writes feedback by itself. @default 'node' */
  readonly platform?: 'node' | 'browser' | undefined
  /** Functions that can have a probe; 12 bytes of memory each at run time. @default 65536 */
  readonly maxProbes?: number | undefined
  /** Letters and digits that tell this bundle from another one in the same program. @default '' */
  readonly bundle?: string | undefined
}
