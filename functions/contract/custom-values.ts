import * as z from 'zod'
import { customFieldNameSchema, customFieldTypeSchema, customValueSchema } from './custom-fields.ts'
import { denialSchema } from './recording-values.ts'
import { customFieldIdSchema, recordingIdSchema } from './values.ts'

/** As of every action; `editors`: the field is for others to fill in. */
export const customDenialSchema = denialSchema.extend({ code: z.enum(['route_permission', 'permission', 'editors']) })

/** A custom field with what it holds of a recording or segment. */
export const customDatumSchema = z.object({
  fieldId: customFieldIdSchema,
  name: z.string(),
  label: z.string(),
  type: customFieldTypeSchema,
  choices: z.array(z.string()),
  isRequired: z.boolean(),
  /** Null where none is set, and there is no default. */
  value: customValueSchema.nullable(),
  /** The field's default is shown: no value is set. */
  isDefault: z.boolean(),
  /** False: it was set when the field had other choices. */
  fits: z.boolean(),
  /** It is required, and neither set nor given by a default. */
  isMissing: z.boolean(),
  /** Why the asker cannot fill it in; null: they can. */
  denial: customDenialSchema.nullable(),
})

/** All fields that are not retired, in their order. */
export const customDataSchema = z.object({ items: z.array(customDatumSchema) })

/** By the names of fields; null takes a value away. What is not named stays. */
export const customDataChangesSchema = z
  .object({
    values: z
      .record(customFieldNameSchema, customValueSchema.nullable())
      .refine((values) => Object.keys(values).length <= 100, 'must name at most 100 fields'),
  })
  .strict()

export const segmentParams = z.object({
  recordingId: recordingIdSchema,
  seq: z.coerce.number().int().min(1).max(9_999),
})

export type CustomDenial = z.output<typeof customDenialSchema>
