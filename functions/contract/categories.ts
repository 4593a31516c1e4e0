import * as z from 'zod'
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
