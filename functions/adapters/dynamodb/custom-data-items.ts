import * as z from 'zod'
import { categoryColourSchema, categoryIdSchema } from '../../contract/index.ts'
import type { Category, TenantId } from '../../model/index.ts'
import { type Item, parseItem, withoutNulls } from './item.ts'
import { keys } from './keys.ts'

const text = z.string().nullable().default(null)

const categorySchema = z.object({
  id: categoryIdSchema,
  name: z.string(),
  // A colour that a later version keeps is none that this one knows.
  colour: categoryColourSchema.catch('grey'),
  retiredAt: text,
  updatedAt: z.string(),
  version: z.number(),
})

export function categoryItem({ tenantId, ...category }: Category): Item {
  return { ...withoutNulls(category), ...keys.category(tenantId, category.id) }
}
export const readCategory = (tenantId: TenantId, item: unknown): Category => ({
  tenantId,
  ...parseItem('category', categorySchema, item),
})
