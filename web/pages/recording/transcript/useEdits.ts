import { useQueryClient } from '@tanstack/react-query'
import { type CueChanges, isProblem, type NewCue } from '../../../api/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { type Place, readAgain, showCue } from './queries.ts'

const paths = {
  cues: '/recordings/{recordingId}/segments/{seq}/transcript/cues',
  cue: '/recordings/{recordingId}/segments/{seq}/transcript/cues/{cueId}',
} as const

const etagOf = (version: number) => `"v${version}"`

/** What people do to cues. Each throws what the API refuses, and then shows the transcript as it is. */
export function useEdits(place: Place) {
  const api = useApi()
  const client = useQueryClient()
  const { id: tenantId } = useTenant()

  async function orReadAgain<T>(edit: Promise<T>): Promise<T> {
    try {
      return await edit
    } catch (error) {
      if (isProblem(error, 'precondition_failed', 'not_found', 'conflict')) await readAgain(client, tenantId, place)
      throw error
    }
  }

  return {
    async add(body: NewCue, idempotencyKey: string | undefined) {
      const { body: cue } = await api.post(paths.cues, { tenantId, params: place, body, idempotencyKey })
      await readAgain(client, tenantId, place)
      return cue
    },

    async change(cue: { id: number; version: number }, body: CueChanges) {
      const params = { ...place, cueId: cue.id }
      const asked = api.patch(paths.cue, { tenantId, params, body, ifMatch: etagOf(cue.version) })
      const { body: changed } = await orReadAgain(asked)
      showCue(client, tenantId, place, cue.id, changed)
      if (body.startMs !== undefined || body.endMs !== undefined) await readAgain(client, tenantId, place)
      return changed
    },

    async remove(cue: { id: number; version: number }) {
      const params = { ...place, cueId: cue.id }
      await orReadAgain(api.delete(paths.cue, { tenantId, params, ifMatch: etagOf(cue.version) }))
      showCue(client, tenantId, place, cue.id, null)
    },
  }
}
