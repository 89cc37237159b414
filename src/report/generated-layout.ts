import { LayoutError } from '../errors.ts'
import { isFile } from '../files/index.ts'
import { LayoutConfig, readConfigText } from '../model/index.ts'

const WRITERS = 'the reporter, `solve`, `merge` or `import`'

/**
 * The layout that stands where one is to be written.
 *
 * @param file absolute path
 * @param label what people call it
 * @returns undefined where there is none
 * @throws LayoutError `OUTPUT_NOT_GENERATED` for a file that somebody wrote: patterns, overrides and comments would be lost
 */
export function readGeneratedLayout(file: string, label: string): LayoutConfig | undefined {
  // Below a file there is nothing, and writing will tell.
  if (!isFile(file)) return undefined
  let text: string
  let layout: LayoutConfig
  try {
    text = readConfigText(file)
    layout = LayoutConfig.fromText(text, file)
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error
    throw foreign(label, `this file holds no layout of ${WRITERS}, it cannot even be read: ${error.message}`)
  }
  // A layout without rows is one of a recording without functions.
  const isGenerated = layout.data.recorded !== undefined && layout.toSdn() === text.replaceAll('\r\n', '\n')
  if (!isGenerated) throw foreign(label, `this file was not written by ${WRITERS}.`)
  return layout
}

function foreign(file: string, message: string): LayoutError {
  return new LayoutError('OUTPUT_NOT_GENERATED', message, {
    file,
    hint: 'Its patterns, overrides and comments would be lost: write somewhere else, or delete it.',
  })
}
