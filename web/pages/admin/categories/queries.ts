import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { type Api, type Category, categoriesQuery } from '../../../api/index.ts'
import type { Answered } from '../queries.ts'

const keyOf = (tenantId: string, categoryId: string) => ['tenant', tenantId, 'category', categoryId] as const

export const categoryQuery = (api: Api, tenantId: string, categoryId: string) =>
  queryOptions({
    queryKey: keyOf(tenantId, categoryId),
    queryFn: ({ signal }): Promise<Answered<Category>> =>
      api.get('/categories/{categoryId}', { tenantId, params: { categoryId }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

/** Shows a category as it was answered, wherever there are categories. */
export function showCategory(client: QueryClient, api: Api, tenantId: string, answer: Answered<Category>): void {
  const { queryKey } = categoriesQuery(api, tenantId)
  client.setQueryData(keyOf(tenantId, answer.body.id), answer)
  client.setQueryData(
    queryKey,
    (all) =>
      all &&
      [...all.filter(({ id }) => id !== answer.body.id), answer.body].toSorted((one, other) =>
        one.name.localeCompare(other.name),
      ),
  )
  void client.invalidateQueries({ queryKey })
}
