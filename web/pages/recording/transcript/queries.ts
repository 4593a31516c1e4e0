import type { QueryClient } from '@tanstack/react-query'
import { type Cue, type Transcript, transcriptKey } from '../../../api/index.ts'

/** A segment of a recording. */
export type Place = { recordingId: string; seq: number }

export type Answered = { body: Transcript; etag: string | null }

/** Shows what an edit made of a cue, null where it is gone; the rest stays as it is. */
export function showCue(client: QueryClient, tenantId: string, place: Place, id: number, cue: Cue | null): void {
  client.setQueryData<Answered>(transcriptKey(tenantId, place), (shown) => {
    if (!shown) return shown
    const cues = shown.body.cues.flatMap((each) => (each.id === id ? (cue ?? []) : each))
    return { ...shown, body: { ...shown.body, cues } }
  })
}

export function showTranscript(client: QueryClient, tenantId: string, place: Place, answer: Answered): void {
  client.setQueryData(transcriptKey(tenantId, place), answer)
}

/** Where a cue stands among the others only the server knows. */
export const readAgain = (client: QueryClient, tenantId: string, place: Place): Promise<void> =>
  client.invalidateQueries({ queryKey: transcriptKey(tenantId, place) })
