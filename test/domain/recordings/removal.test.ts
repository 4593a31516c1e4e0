import { expect, it } from 'vitest'
import { removeNoted } from '../../../functions/domain/recordings/index.ts'
import type { MediaStore, RecordingStore } from '../../../functions/ports/index.ts'
import { newRecordingId, tenantId } from '../given.ts'

const recordingId = newRecordingId()

/** The part of the stores that a removal touches; `duringRemoval` is what others do while objects go. */
function givenStores(noteId: string | undefined, duringRemoval: (note: (id: string) => void) => void = () => {}) {
  let current = noteId
  let removals = 0
  const recordings = {
    findDeletion: async () => (current === undefined ? undefined : { tenantId, recordingId, noteId: current }),
    finishDeletion: async (_tenant: unknown, _id: unknown, only?: string) => {
      if (only === undefined || only === current) current = undefined
    },
  }
  const media = {
    removeAll: async () => {
      removals += 1
      duringRemoval((id) => {
        current = id
      })
    },
  }
  return {
    // A removal asks for no more than that.
    stores: { recordings: recordings as unknown as RecordingStore, media: media as unknown as MediaStore },
    note: () => current,
    removals: () => removals,
  }
}

it('a deletion that is told of late leaves the note of objects that came while it removed the others', async () => {
  const { stores, note } = givenStores('first', (write) => write('of a late upload'))
  await removeNoted(stores, tenantId, recordingId)
  expect(note()).toBe('of a late upload')
})

it('a deletion that is told of twice is carried out once', async () => {
  const { stores, note, removals } = givenStores('first')
  await removeNoted(stores, tenantId, recordingId)
  await removeNoted(stores, tenantId, recordingId)
  expect([note(), removals()]).toEqual([undefined, 1])
})
