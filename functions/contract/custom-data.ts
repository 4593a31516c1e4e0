import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { categoryIdSchema, shortText, utcInstantSchema } from './values.ts'

/** Few enough to be told apart by everybody, and each legible in light and dark; the dashboard knows their shades. */
export const categoryColourSchema = z.enum([
  ...(['grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const),
])
export type CategoryColour = z.output<typeof categoryColourSchema>

/** What recordings are sorted by; several on one recording. */
export const categorySchema = z.object({
  id: categoryIdSchema,
  name: z.string(),
  colour: categoryColourSchema,
  /** Put on no more recordings since then; those that have it keep it. */
  retiredAt: utcInstantSchema.nullable(),
  updatedAt: utcInstantSchema,
})

const categoryFields = {
  /** Unique among the tenant's categories, retired ones included, whatever the case of its letters. */
  name: shortText(64),
  colour: categoryColourSchema,
}
export const newCategorySchema = z
  .object({ name: categoryFields.name, colour: categoryFields.colour.default('grey') })
  .strict()
export const categoryChangesSchema = z
  .object({
    ...categoryFields,
    /** True retires the category, false restores it. */
    isRetired: z.boolean(),
  })
  .partial()
  .strict()

const categoryParams = z.object({ categoryId: categoryIdSchema })
const inTenant = { tenancy: 'one-tenant' } as const

export const customData = defineRoom({
  listCategories: {
    method: 'GET',
    path: '/categories',
    summary: 'The categories of the tenant, retired ones included, by name',
    permission: 'category:Read',
    ...inTenant,
    audit: 'none',
    responses: { 200: { description: 'Categories', schema: z.object({ items: z.array(categorySchema) }) } },
    errors: ['tenant_required'],
  },
  createCategory: {
    method: 'POST',
    path: '/categories',
    summary: 'Make a category',
    permission: 'category:Edit',
    ...inTenant,
    audit: 'change',
    body: newCategorySchema,
    idempotencyKey: true,
    responses: {
      201: { description: 'The new category, with an ETag', schema: categorySchema },
      200: { description: 'What the first request with this Idempotency-Key made', schema: categorySchema },
    },
    errors: ['tenant_required', 'category_name_taken', 'too_many_categories', 'idempotency_key_reused', 'conflict'],
  },
  getCategory: {
    method: 'GET',
    path: '/categories/{categoryId}',
    summary: 'One category',
    permission: 'category:Read',
    ...inTenant,
    audit: 'none',
    params: categoryParams,
    responses: { 200: { description: 'The category, with an ETag', schema: categorySchema } },
    errors: ['tenant_required'],
  },
  changeCategory: {
    method: 'PATCH',
    path: '/categories/{categoryId}',
    summary: 'Rename or recolour a category, retire or restore it',
    permission: 'category:Edit',
    ...inTenant,
    audit: 'change',
    params: categoryParams,
    body: categoryChangesSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The changed category, with its new ETag', schema: categorySchema } },
    errors: [
      ...(['tenant_required', 'category_name_taken', 'too_many_categories'] as const),
      ...(['precondition_failed', 'precondition_required', 'conflict'] as const),
    ],
  },
  retireCategory: {
    method: 'DELETE',
    path: '/categories/{categoryId}',
    summary: 'Retire a category: recordings that have it keep it, and it can be restored',
    permission: 'category:Edit',
    ...inTenant,
    audit: 'change',
    params: categoryParams,
    ifMatch: 'required',
    responses: { 204: { description: 'It is put on no more recordings' } },
    errors: ['tenant_required', 'precondition_failed', 'precondition_required', 'conflict'],
  },
})
