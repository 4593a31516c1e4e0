import type { Extension } from './extensions.ts'
import type { SessionModel } from './session.ts'

/** What extension data can stand in; begins the path of its values. */
export type ExtensionOwner = 'recording' | 'group' | 'session' | 'participant' | 'stream'

const mostPaths = 1_000
const mostValuesOfPath = 100

/** The path under which a value is found, whatever its namespace: `session/ucid`, `participant/header[From]/value`. */
export const pathOf = (owner: ExtensionOwner, path: string): string => `${owner}/${path}`

/**
 * The values that vendors sent, by path. Several of one path, as of several participants, are in the order sent; the same
 * value is there once. Elements that only hold others have none.
 */
export function extensionValuesOf(model: SessionModel): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const add = (owner: ExtensionOwner, extensions: readonly Extension[]) => {
    for (const { path, value } of extensions.flatMap(({ values }) => values)) {
      if (value === null || value === '') continue
      const key = pathOf(owner, path)
      const values = found.get(key) ?? []
      if (values.length === 0 && found.size >= mostPaths) continue
      if (values.length < mostValuesOfPath && !values.includes(value)) values.push(value)
      found.set(key, values)
    }
  }
  add('recording', model.extensions)
  for (const { extensions } of model.groups) add('group', extensions)
  for (const { extensions } of model.sessions) add('session', extensions)
  for (const { extensions } of model.participants) add('participant', extensions)
  for (const { extensions } of model.streams) add('stream', extensions)
  return found
}
