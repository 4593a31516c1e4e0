import { useCallback } from 'react'
import { useApi, useTenant } from '../session/index.ts'

type PlaybackUrl = (media: {
  recordingId: string
  seq: number
  mediaId: string
}) => Promise<{ url: string; expiresAt: string }>

/** Gives the player a URL from which a media file plays, for as long as `expiresAt` says. */
export function usePlaybackUrl(): PlaybackUrl {
  const api = useApi()
  const tenant = useTenant()
  return useCallback(
    async (params) => {
      const path = '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/playback'
      return (await api.post(path, { tenantId: tenant.id, params })).body
    },
    [api, tenant],
  )
}
