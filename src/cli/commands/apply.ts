import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { LayoutError } from '../../errors.ts'
import { refuseOverwrite } from '../../files/index.ts'
import { bundleTarget } from '../apply/bundle.ts'
import { hermesTarget } from '../apply/hermes.ts'
import type { ApplyRequest, ApplyTarget, ParseArgsOptions } from '../apply/target.ts'
import type { Command } from '../command.ts'

/** Asked in this order. */
const TARGETS: readonly ApplyTarget[] = [hermesTarget, bundleTarget]

const COMMON_OPTIONS = {
  target: { type: 'string' },
  layout: { type: 'string' },
  out: { type: 'string', short: 'o' },
  json: { type: 'boolean' },
} satisfies ParseArgsOptions

/** Options whose files are read. */
const READ_OPTIONS = ['layout', 'map', 'bundle-map', 'recording', 'order', 'coverage']

const HELP = `vitest-layout apply FILE --layout layout.sdn -o OUT [OPTIONS]

Applies a layout to a built file. The kind of file is told by its content; the input is never changed.

  --layout FILE        the layout to apply
  -o, --out FILE       where the result goes; must not be the input
  --target NAME        ${TARGETS.map(({ name }) => name).join(', ')}: do not guess
  --json               the report as JSON

Hermes bytecode (.hbc): function bodies are moved into phase order on pages.

  --map FILE           the map that \`hermesc -output-source-map\` wrote (default: FILE.map)
  --bundle-map FILE    the map of the bundle that hermesc compiled; again for maps further up (default: found beside)
  --root FOLDER        what the layout's modules are relative to (default: the layout's folder)
  --recording FILE     recording.sdn: places of functions whose source text is in no map
  --order FILE         function ids, one a line, instead of a layout
  --rest PHASE         phase of functions the layout does not know (default: steady; cold with --order)
  --page-size BYTES    default: that of the layout, else 4096
  --ignore-hash        accept a file whose SHA-1 does not fit

JavaScript bundles (.js, .mjs, .cjs): functions that run early are made eager for V8, so that they are compiled with the
file and lie in its code cache. OUT.map is written beside OUT if there is a map.

  --map, --bundle-map, --root, --recording   as above; the map is told by the file itself, or FILE.map
  --recording FILE     without --layout: what its tests ran, test by test; a file without map is itself what was recorded
  --coverage FOLDER    what NODE_V8_COVERAGE wrote for this very file, instead of a layout; again for more
  --share NUMBER       with --recording or --coverage: least part of the tests or processes that must have run a function
                       (default: 0), or balanced: as many functions as none of them has to pay for
  --phases LIST        with --layout: phases that become eager (default: startup,first_frame)
  --kind KIND          module, commonjs or script (default: told from the file)
  --plain-methods      plain methods of object literals too: they can then be called with \`new\`
  --hint-comment       the comment \`//# functionsCalledOnLoad=\` for browsers that know it
  --tool FOLDER        write all that a command-line tool needs: FOLDER/bin.mjs, which starts OUT with Node's compile
                       cache in FOLDER/cache, and for CommonJS FOLDER/sea.json, for a single executable with a code cache
  --launcher FILE      write a program that turns on Node's compile cache and starts OUT
  --pack               with --launcher and --fill, CommonJS: the launcher starts the program from a pack, its text and
                       the code that the filling runs compiled
  --cache FOLDER       with --launcher: the cache's folder, relative to it (default: Node's own)
  --fill ARGS          with --tool or --launcher: run it once with these arguments, so that the cache is full; again for more
  --sea FILE           write the configuration of a single executable with a code cache
  --reorder            put what runs early first instead, with modules of webpack and Metro: for engines that lay code
                       out as it is written (Hermes); to V8 it is worth nothing
  --split-cold         an experiment: functions that do not run early go to a second file (OUT with .cold.js), which is
                       read once the first frame is out, or when one of them is called. It needs eval
  --min-body NUMBER    with --split-cold: least length of a body that a stub is put in the place of (default: 120)
  --on-demand          with --split-cold and --layout: what the layout has as cold is fetched only when it is called, and
                       what else runs later goes to a file of its own (OUT with .steady.js), read as above
  --cluster NUMBER     with --on-demand: most characters of cold functions in one file (default: 65536)
  --platform NAME      with --split-cold: browser or node (default: browser; node for CommonJS)
  --no-prefetch        with --split-cold: fetch nothing after the first paint, only when a function is called
  --rest cold          with --split-cold: functions that the layout does not know go too

Examples:
  vitest-layout apply dist/cli.mjs --layout layout.sdn -o dist/cli.layout.mjs --launcher dist/bin.mjs
  hermesc -O -emit-binary -output-source-map -out app.hbc app.js
  vitest-layout apply app.hbc --layout layout.sdn -o app.layout.hbc
  vitest-layout apply app.hbc --order ids.txt -o app.layout.hbc
`

export const command: Command = {
  help: HELP,
  async run(args, io) {
    const known: ParseArgsOptions = { ...COMMON_OPTIONS }
    for (const target of TARGETS) Object.assign(known, target.options)
    const { values, positionals } = parseArgs({ args, options: known, allowPositionals: true })
    const [input, ...more] = positionals
    if (input === undefined || more.length > 0) {
      throw new LayoutError('APPLY_USAGE', `expected one file to apply the layout to, found ${positionals.length}.`, {
        hint: '`vitest-layout apply --help` explains.',
      })
    }
    const output = values['out']
    if (typeof output !== 'string') {
      throw new LayoutError('APPLY_USAGE', 'expected the file to write.', { hint: 'Add `-o FILE`.' })
    }
    const bytes = readInput(resolve(io.cwd, input), input)
    const paths = (...names: string[]): string[] => names.flatMap((name) => pathsOf(values[name], io.cwd))
    const tool = paths('tool').flatMap((folder) => [join(folder, 'bin.mjs'), join(folder, 'sea.json')])
    refuseOverwrite([...paths('out', 'launcher', 'sea'), ...tool], [resolve(io.cwd, input), ...paths(...READ_OPTIONS)])
    const target = findTarget(values['target'], bytes, input)
    const foreign = Object.keys(values).find((name) => !(name in COMMON_OPTIONS) && !(name in target.options))
    if (foreign !== undefined) {
      throw new LayoutError('APPLY_USAGE', `--${foreign} is no option of the target ${target.name}.`)
    }
    return target.run({ input, bytes, output, values }, io)
  },
}

function findTarget(name: unknown, bytes: Uint8Array, input: string): ApplyTarget {
  const names = TARGETS.map((target) => target.name).join(', ')
  const target = TARGETS.find((target) => (name === undefined ? target.recognises(bytes, input) : target.name === name))
  if (target !== undefined) return target
  throw name === undefined
    ? new LayoutError('APPLY_UNKNOWN_FILE', `this is no file that a layout can be applied to (${names}).`, {
        file: input,
        hint: 'Name its kind with --target if it is one.',
      })
    : new LayoutError('APPLY_USAGE', `unknown target ${JSON.stringify(name)}, expected one of ${names}.`)
}

function readInput(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LayoutError('READ_FAILED', `cannot read this file: ${reason}.`, { file: name, cause })
  }
}

function pathsOf(value: ApplyRequest['values'][string], cwd: string): string[] {
  return [value ?? []].flat().map((path) => resolve(cwd, String(path)))
}
