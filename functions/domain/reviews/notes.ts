import type { BodyOf, Contract } from '../../contract/index.ts'
import type { FieldChange, Note, NoteId, Principal, Recording, RecordingId } from '../../model/index.ts'
import type { Ids, NoteIdempotency, ReviewStore } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { notFound, Refusal } from '../problems/index.ts'
import {
  type EditPorts,
  editRecording,
  type RecordingReaders,
  type Required,
  requireRecording,
} from '../recordings/index.ts'
import { requireFields } from './fields.ts'
import { type NoteView, viewNote } from './view.ts'

export type NotePorts = EditPorts & { reviews: ReviewStore; ids: Ids }
type NoteReaders = RecordingReaders & { reviews: Pick<ReviewStore, 'notes'> }
export type NewNote = BodyOf<Contract['reviews']['addNote']>
export type NoteChanges = BodyOf<Contract['reviews']['changeNote']>
export type VersionedNote = { note: NoteView; version: number }
type Repeatable = { key: string; requestHash: string }

/** So that all of them are one answer. */
const maxNotes = 200

/** @throws Refusal not_found */
async function readNotes(stores: NoteReaders, principal: Principal, recordingId: RecordingId): Promise<Note[]> {
  const [, notes] = await Promise.all([
    requireRecording(stores, principal, recordingId, 'recording:Read'),
    stores.reviews.notes(principal.tenantId, recordingId),
  ])
  return notes
}

/** @throws Refusal not_found */
export async function listNotes(
  stores: NoteReaders,
  principal: Principal,
  recordingId: RecordingId,
): Promise<{ items: NoteView[] }> {
  const notes = await readNotes(stores, principal, recordingId)
  return { items: notes.map((note) => viewNote(principal, note)) }
}

/**
 * All notes as one text, each under a line that says when and by whom it was written, and about which moment.
 * @throws Refusal not_found
 */
export async function readNotesText(
  stores: NoteReaders,
  principal: Principal,
  recordingId: RecordingId,
): Promise<{ text: string }> {
  const notes = await readNotes(stores, principal, recordingId)
  return { text: notes.map(textOf).join('\n\n') }
}

function textOf({ createdAt, editedAt, authorName, momentMs, text }: Note): string {
  const moment = momentMs === null ? '' : ` at ${momentOf(momentMs)}`
  return `${createdAt} ${authorName}${moment}${editedAt === null ? '' : ` (edited ${editedAt})`}\n${text}`
}

/** `h:mm:ss`, the hours left out where there are none. */
function momentOf(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (count: number) => String(count).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

const changeOf = (noteId: NoteId, field: string, before: FieldChange['before'], after: FieldChange['after']) =>
  before === after ? [] : [{ field, noteId, before, after }]

function noteChanges(id: NoteId, before: Note | null, after: Note | null): FieldChange[] {
  return [
    ...changeOf(id, 'notes', before?.text ?? null, after?.text ?? null),
    ...changeOf(id, 'momentMs', before?.momentMs ?? null, after?.momentMs ?? null),
  ]
}

const withNotes = (recording: Recording, notes: number): Recording => ({
  ...recording,
  review: { ...recording.review, notes },
})

const edited = { permission: 'recording:Read', baseVersion: undefined } as const

/**
 * @param repeatable the Idempotency-Key and a hash of the request that it came with
 * @returns `isRepeat`: the note that the first request with this key wrote, as it is now
 * @throws Refusal not_found, forbidden, route_permission, too_many_notes, idempotency_key_reused, conflict
 */
export async function addNote(
  ports: NotePorts,
  principal: Principal,
  recordingId: RecordingId,
  { text, momentMs }: NewNote,
  repeatable: Repeatable | null,
): Promise<VersionedNote & { isRepeat: boolean }> {
  const { tenantId, id: authorId, person } = principal
  const id = ports.ids.noteId()
  let written: Note | undefined
  let repeated: Note | undefined
  await editRecording(ports, principal, recordingId, edited, async ({ recording, limits }: Required) => {
    requireFields(principal, recording, ['notes'], limits)
    repeated = await notedBefore(ports, recording, repeatable)
    if (repeated) return undefined
    const { notes } = recording.review
    if (notes >= maxNotes) {
      throw new Refusal(
        'too_many_notes',
        `A recording takes ${maxNotes} notes. Take one of your own away, or add to it.`,
      )
    }
    const createdAt = ports.clock.now()
    const note: Note = { id, authorId, authorName: person.name, text, momentMs, createdAt, editedAt: null, version: 1 }
    written = note
    const idempotency: NoteIdempotency | null = repeatable && { ...repeatable, noteId: id }
    return {
      recording: withNotes(recording, notes + 1),
      fields: [],
      changes: noteChanges(id, null, note),
      note: { put: note, idempotency },
      audit: entryOf(principal, 'addNote', { recordingId, noteId: id }),
    }
  })
  const note = repeated ?? written
  if (!note) throw new Error(`a note of tenant ${tenantId} was neither written nor there`)
  return { note: viewNote(principal, note), version: note.version, isRepeat: repeated !== undefined }
}

/** The note that an earlier request with the key has written; undefined: none has. */
async function notedBefore(
  { reviews }: NotePorts,
  { tenantId, id }: Recording,
  repeatable: Repeatable | null,
): Promise<Note | undefined> {
  const first = repeatable && (await reviews.findNoteByIdempotencyKey(tenantId, id, repeatable.key))
  if (!first) return undefined
  if (first.requestHash !== repeatable.requestHash) {
    throw new Refusal('idempotency_key_reused', 'Choose another Idempotency-Key: this one was used for another note.')
  }
  const note = await reviews.findNote(tenantId, id, first.noteId)
  if (!note) throw notFound()
  return note
}

/** @throws Refusal not_found; forbidden for a note of somebody else; precondition_failed */
async function requireOwn(
  { reviews }: NotePorts,
  principal: Principal,
  { recording, limits }: Required,
  noteId: NoteId,
  baseVersion: number | undefined,
): Promise<Note> {
  const note = await reviews.findNote(principal.tenantId, recording.id, noteId)
  if (!note) throw notFound()
  requireFields(principal, recording, ['notes'], limits)
  if (note.authorId !== principal.id) {
    throw new Refusal('forbidden', 'A note is its author’s alone to change. Write one of your own.')
  }
  if (baseVersion !== undefined && baseVersion !== note.version) {
    throw new Refusal(
      'precondition_failed',
      'You changed this note since, on another page. Read it again and decide.',
      [],
      [{ field: 'notes', now: note.text, byName: note.authorName, at: note.editedAt ?? note.createdAt }],
    )
  }
  return note
}

/**
 * @param baseVersion of the note; undefined for `*`
 * @throws Refusal not_found, forbidden, route_permission, precondition_failed telling what it says now, conflict
 */
export async function changeNote(
  ports: NotePorts,
  principal: Principal,
  { recordingId, noteId }: { recordingId: RecordingId; noteId: NoteId },
  changes: NoteChanges,
  baseVersion: number | undefined,
): Promise<VersionedNote> {
  let current: Note | undefined
  await editRecording(ports, principal, recordingId, edited, async (found) => {
    const note = await requireOwn(ports, principal, found, noteId, baseVersion)
    current = note
    const { text = note.text, momentMs = note.momentMs } = changes
    if (text === note.text && momentMs === note.momentMs) return undefined
    const changed = { ...note, text, momentMs, editedAt: ports.clock.now(), version: note.version + 1 }
    current = changed
    return {
      recording: found.recording,
      fields: [],
      changes: noteChanges(noteId, note, changed),
      note: { put: changed },
      audit: entryOf(principal, 'changeNote', { recordingId, noteId }, { fields: Object.keys(changes) }),
    }
  })
  if (!current) throw new Error('a note was changed and is not there')
  return { note: viewNote(principal, current), version: current.version }
}

/**
 * @param baseVersion of the note; undefined for `*`
 * @throws Refusal not_found, forbidden, route_permission, precondition_failed, conflict
 */
export async function deleteNote(
  ports: NotePorts,
  principal: Principal,
  { recordingId, noteId }: { recordingId: RecordingId; noteId: NoteId },
  baseVersion: number | undefined,
): Promise<void> {
  await editRecording(ports, principal, recordingId, edited, async (found) => {
    const note = await requireOwn(ports, principal, found, noteId, baseVersion)
    return {
      recording: withNotes(found.recording, found.recording.review.notes - 1),
      fields: [],
      changes: noteChanges(noteId, note, null),
      note: { remove: noteId },
      audit: entryOf(principal, 'deleteNote', { recordingId, noteId }),
    }
  })
}
