import { queryOptions } from '@tanstack/react-query'
import type { Api, CustomData, CustomDataChanges } from '../api/index.ts'

/** What custom data is of: a recording, or one of its segments. */
export type Place = { tenantId: string; recordingId: string; seq?: number | undefined }
export type AnsweredData = { body: CustomData; etag: string | null }

export const customDataQuery = (api: Api, { tenantId, recordingId, seq }: Place) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'customData', recordingId, seq ?? 'recording'],
    queryFn: ({ signal }): Promise<AnsweredData> =>
      seq === undefined
        ? api.get('/recordings/{recordingId}/custom-data', { tenantId, params: { recordingId }, signal })
        : api.get('/recordings/{recordingId}/segments/{seq}/custom-data', {
            ...{ tenantId, params: { recordingId, seq }, signal },
          }),
    staleTime: 15_000,
    refetchOnWindowFocus: false,
  })

/** Fills in what is named, all of it or nothing. */
export function saveCustomData(
  api: Api,
  { tenantId, recordingId, seq }: Place,
  values: CustomDataChanges,
  ifMatch: string,
): Promise<AnsweredData> {
  const body = { values }
  return seq === undefined
    ? api.patch('/recordings/{recordingId}/custom-data', { tenantId, params: { recordingId }, body, ifMatch })
    : api.patch('/recordings/{recordingId}/segments/{seq}/custom-data', {
        ...{ tenantId, params: { recordingId, seq }, body, ifMatch },
      })
}
