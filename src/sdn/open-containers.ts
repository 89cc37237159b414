import { formatPath } from './path.ts'
import { SdnError } from './sdn-error.ts'

/** Where in a tree a value stands: the step to it, and where the container around it stands. */
export interface TreePlace {
  readonly above: TreePlace | undefined
  readonly step: string | number
}

/** Longest path that a message tells whole. */
const MAX_PATH = 200

/** The error `SDN_JSON` of what is no value, its path before the message where it is not the root. */
export function noValue(message: string, place: TreePlace | undefined): SdnError {
  const steps: (string | number)[] = []
  for (let at = place; at !== undefined; at = at.above) steps.push(at.step)
  const path = formatPath(steps.toReversed())
  const shown = path.length > MAX_PATH ? `…${path.slice(-MAX_PATH)}` : path
  return new SdnError('SDN_JSON', shown === '' ? message : `${shown}: ${message}`)
}

interface OpenContainer {
  readonly source: object
  readonly place: TreePlace | undefined
  readonly fill: () => void
  isEntered: boolean
}

/**
 * Containers whose copies are made but still empty. They are filled one after the other from a stack of our own, so that no
 * depth exhausts JavaScript's; what contains itself would never end and is refused.
 */
export class OpenContainers {
  readonly #stack: OpenContainer[] = []
  /** The containers around the one that is being filled. */
  readonly #around = new Set<object>()

  /** @param source what is copied */
  add(source: object, fill: () => void, place?: TreePlace): void {
    this.#stack.push({ source, place, fill, isEntered: false })
  }

  /**
   * Fills all, those too that are added meanwhile.
   *
   * @throws SdnError `SDN_JSON` for a container within itself
   */
  fillAll(): void {
    for (let open = this.#stack.pop(); open !== undefined; open = this.#stack.pop()) {
      if (open.isEntered) {
        this.#around.delete(open.source)
        continue
      }
      if (this.#around.has(open.source)) throw noValue('a value that contains itself is no tree.', open.place)
      this.#around.add(open.source)
      // What it holds comes above it on the stack: when it is met again, all of that is done.
      open.isEntered = true
      this.#stack.push(open)
      open.fill()
    }
  }
}
