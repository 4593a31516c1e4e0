import type { MediaId, MediaKind, Recording } from './recording.ts'
import { type SideKey, sidesOfFiles } from './sides.ts'

/** A place on the page in which pictures are shown; files of a kind that do not overlap take turns in one. */
export type View = { key: string; kind: 'video' | 'screen'; label: string }
export type Views = { views: readonly View[]; keyOf: ReadonlyMap<MediaId, string> }

const kindLabel: Record<View['kind'], string> = { video: 'Video', screen: 'Screen' }

function isPicture(kind: MediaKind): kind is View['kind'] {
  return kind !== 'audio'
}

/** Assigns each picture file a view, preferring one that already showed the same voice. */
export function viewsOf(recording: Pick<Recording, 'segments'>): Views {
  const keyOf = new Map<MediaId, string>()
  const kindsOf = new Map<string, View['kind']>()
  const lastSides = new Map<string, readonly SideKey[]>()
  for (const segment of recording.segments) {
    const sides = sidesOfFiles(segment.media)
    const freeFromMs = new Map<string, number>()
    const pictures = segment.media
      .map((file, index) => ({ file, sides: sides[index] ?? [] }))
      .filter(({ file }) => isPicture(file.kind))
      .sort((one, other) => one.file.startOffsetMs - other.file.startOffsetMs)
    for (const { file, sides: fileSides } of pictures) {
      const { kind } = file
      if (!isPicture(kind)) continue
      const free = [...kindsOf]
        .filter(([key, viewKind]) => viewKind === kind && (freeFromMs.get(key) ?? 0) <= file.startOffsetMs)
        .map(([key]) => key)
      const sameVoice = free.find((key) => fileSides.length > 0 && lastSides.get(key)?.join() === fileSides.join())
      const key = sameVoice ?? free[0] ?? `${kind}-${[...kindsOf.values()].filter((used) => used === kind).length + 1}`
      kindsOf.set(key, kind)
      lastSides.set(key, fileSides)
      keyOf.set(file.id, key)
      freeFromMs.set(key, file.startOffsetMs + (file.durationMs ?? Number.POSITIVE_INFINITY))
    }
  }
  const countOf = (kind: View['kind']) => [...kindsOf.values()].filter((used) => used === kind).length
  const views = [...kindsOf].map(([key, kind]) => {
    const number = key.slice(kind.length + 1)
    return { key, kind, label: countOf(kind) > 1 ? `${kindLabel[kind]} ${number}` : kindLabel[kind] }
  })
  views.sort((one, other) => Number(one.kind === 'screen') - Number(other.kind === 'screen'))
  return { views, keyOf }
}
