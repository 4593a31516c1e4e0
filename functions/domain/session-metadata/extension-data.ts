import type { Contract, ResponseOf } from '../../contract/index.ts'
import { type Extension, type ExtensionOwner, pathOf } from '../metadata/index.ts'

type ExtensionData = ResponseOf<Contract['metadata']['getSessionMetadata']>['extensionData']

/** A function answers with at most 6 MB; the documents themselves hold the rest. */
const mostValues = 2_000

/** Shows extension data, as much as one answer holds. */
export class ExtensionDataView {
  #left = mostValues
  hasLeftOut = false

  of(owner: ExtensionOwner, extensions: readonly Extension[]): ExtensionData {
    const all = extensions.flatMap(({ values }) => values)
    const shown = all.slice(0, this.#left)
    this.#left -= shown.length
    if (shown.length < all.length) this.hasLeftOut = true
    return shown.map((value) => ({ ...value, path: pathOf(owner, value.path) }))
  }
}

export const leftOutMessage = `There are more than ${mostValues} values of extension data: the documents hold the others.`
