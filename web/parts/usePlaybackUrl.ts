import { useCallback } from 'react'
import { useApi, useTenant } from '../session/index.ts'

type PlaybackUrl = (
  media: { recordingId: string; seq: number; mediaId: string },
  listeningId: string,
) => Promise<{ url: string; expiresAt: string }>

/** Gives the player a URL from which a media file plays, for as long as `expiresAt` says, as part of a listening. */
export function usePlaybackUrl(): PlaybackUrl {
  const api = useApi()
  const tenant = useTenant()
  return useCallback(
    async (params, listeningId) => {
      const path = '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/playback'
      return (await api.post(path, { tenantId: tenant.id, params, query: { listeningId } })).body
    },
    [api, tenant],
  )
}
