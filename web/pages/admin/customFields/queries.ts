import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api, CustomField } from '../../../api/index.ts'
import type { Answered } from '../queries.ts'

const keyOf = (tenantId: string, customFieldId: string) => ['tenant', tenantId, 'customField', customFieldId] as const

export const customFieldQuery = (api: Api, tenantId: string, customFieldId: string) =>
  queryOptions({
    queryKey: keyOf(tenantId, customFieldId),
    queryFn: ({ signal }): Promise<Answered<CustomField>> =>
      api.get('/custom-fields/{customFieldId}', { tenantId, params: { customFieldId }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

/** Shows a field as it was answered, on its page and in the list; what recordings show of it is asked for anew. */
export function showCustomField(client: QueryClient, tenantId: string, answer: Answered<CustomField>): void {
  client.setQueryData(keyOf(tenantId, answer.body.id), answer)
  for (const kind of ['customFields', 'customData']) {
    void client.invalidateQueries({ queryKey: ['tenant', tenantId, kind] })
  }
}
