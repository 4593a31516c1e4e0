import type { Corrections, Recording } from '../../api/index.ts'

/** The facts that a person may correct, in the order of the form. Lengths are the contract's. */
export const correctableTexts = [
  { field: 'from', label: 'From', maxLength: 255 },
  { field: 'fromName', label: 'From name', maxLength: 255 },
  { field: 'to', label: 'To', maxLength: 255 },
  { field: 'toName', label: 'To name', maxLength: 255 },
  { field: 'agentName', label: 'Agent', maxLength: 255 },
  { field: 'agentId', label: 'Agent ID', maxLength: 128 },
  { field: 'queue', label: 'Queue', maxLength: 128 },
] as const satisfies readonly { field: keyof Corrections; label: string; maxLength: number }[]

export type CorrectableText = (typeof correctableTexts)[number]['field']

/** The form as it stands; an empty text means that nothing is known. */
export type Draft = Record<CorrectableText, string> & Pick<Recording, 'direction'>

export function draftOf(recording: Recording): Draft {
  const { from, fromName, to, toName, agentName, agentId, queue, direction } = recording
  return {
    from: from ?? '',
    fromName: fromName ?? '',
    to: to ?? '',
    toName: toName ?? '',
    agentName: agentName ?? '',
    agentId: agentId ?? '',
    queue: queue ?? '',
    direction,
  }
}

/**
 * A draft carried over to facts that changed meanwhile: what the person typed stays, and the fields left alone take the
 * new values. Else saving would quietly undo what somebody else corrected.
 */
export function rebase(draft: Draft, from: Draft, onto: Draft): Draft {
  const carried = { ...onto }
  for (const { field } of correctableTexts) if (draft[field] !== from[field]) carried[field] = draft[field]
  if (draft.direction !== from.direction) carried.direction = draft.direction
  return carried
}

/** What a draft changes; only that is sent, so that nothing else counts as edited by a person. */
export function correctionsOf(recording: Recording, draft: Draft): Corrections {
  const corrections: Corrections = {}
  for (const { field } of correctableTexts) {
    const text = draft[field].trim() || null
    if (text !== recording[field]) corrections[field] = text
  }
  if (draft.direction !== recording.direction) corrections.direction = draft.direction
  return corrections
}

export const isEmpty = (corrections: Corrections): boolean => Object.keys(corrections).length === 0

/** The recording as it will be, to be shown before the server has answered. */
export function withCorrections(recording: Recording, corrections: Corrections): Recording {
  const edited = new Set([...recording.editedFields, ...Object.keys(corrections)])
  return { ...recording, ...corrections, editedFields: [...edited] }
}
