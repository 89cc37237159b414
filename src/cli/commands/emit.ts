import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { EMIT_FORMATS, emitLayout } from '../../apply/emit/index.ts'
import { LayoutError } from '../../errors.ts'
import { refuseOverwrite, writeFileAtomic } from '../../files/index.ts'
import { LayoutConfig } from '../../model/index.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  help: `vitest-layout emit layout.sdn --format FORMAT [-o FILE] [--prefix TEXT]

Writes the order of a layout for a native linker. Compile with -ffunction-sections (MSVC: /Gy).

  --format lld         symbols, for ld.lld --symbol-ordering-file=FILE
  --format gold        sections, for ld.gold --section-ordering-file FILE
  --format gnu-ld      a script for ld -T FILE, added to the default one; phases on pages of their own
  --format msvc        symbols, for link.exe /ORDER:@FILE
  --format segments    the phases with section, alignment, size and symbols, as SDN
  -o, --out FILE       where to write (default: standard output)
  --prefix TEXT        put before every symbol (\`_\` for Mach-O and 32-bit Windows)

Example:
  vitest-layout emit layout.sdn --format gnu-ld -o order.ld
  cc -shared -ffunction-sections addon.c -o addon.node -Wl,-T,order.ld
`,
  // eslint-disable-next-line require-await -- the shape of every command
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { format: { type: 'string' }, out: { type: 'string', short: 'o' }, prefix: { type: 'string' } },
    })
    const [file] = positionals
    const format = EMIT_FORMATS.find((name) => name === values.format)
    if (file === undefined || positionals.length > 1 || format === undefined) {
      const found =
        format === undefined ? `--format ${values.format ?? 'missing'}` : `${positionals.length} layout files`
      throw new LayoutError(
        'EMIT_USAGE',
        `expected one layout file and --format ${EMIT_FORMATS.join('|')}, found ${found}.`,
        { hint: '`vitest-layout emit --help` explains.' },
      )
    }
    const out = values.out === undefined ? undefined : resolve(io.cwd, values.out)
    if (out !== undefined) refuseOverwrite([out], [resolve(io.cwd, file)])
    const layout = LayoutConfig.fromFile(resolve(io.cwd, file))
    const { text, symbols, skipped } = emitLayout(layout.recorded, format, {
      pageSize: layout.pageSize,
      prefix: values.prefix,
    })
    if (out === undefined) io.stdout.write(text)
    else writeFileAtomic(out, text)
    const rest = skipped === 0 ? '' : `; ${skipped} functions are no linker symbols and were left out`
    io.stderr.write(`${symbols} symbols${rest}\n`)
    return 0
  },
}
