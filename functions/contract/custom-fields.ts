import * as z from 'zod'
import { customFieldIdSchema, groupIdSchema, roleSchema, shortText, utcInstantSchema } from './values.ts'

/**
 * `text`: one line of at most 500 characters. `number`: see docs/custom-data.md for how large. `date`: a day, `2026-03-01`.
 * `yesNo`: true or false. `choice`: one of `choices`. `multipleChoice`: some of them, in any order.
 */
export const customFieldTypeSchema = z.enum(['text', 'number', 'date', 'yesNo', 'choice', 'multipleChoice'])

/** What is described by it: the recording, or each of its segments. */
export const customFieldScopeSchema = z.enum(['recording', 'segment'])

export const maxChoices = 100
export const choiceSchema = shortText(64)

/** What a field holds; which of these, and what else is asked of it, its type says. */
export const customValueSchema = z.union([
  z.array(z.string().max(500)).max(maxChoices),
  z.boolean(),
  z.number(),
  z.string({ error: 'must be a text, a number, true or false, or a list of texts' }).max(500),
])

/** A name that programs and policies say: `recording.custom.<name>`. */
export const customFieldNameSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,47}$/, 'must begin with a letter and hold at most 48 letters, digits and _')

export const customFieldEditorRoleSchema = roleSchema.exclude(['apiUser'])

/**
 * Who fills it in, of those who may fill in custom data: everybody, or who has one of these roles or is in one of these
 * groups. Without any it is filled by session metadata alone.
 */
export const customFieldEditorsSchema = z.union([
  z.literal('everybody'),
  z.object({
    roles: z.array(customFieldEditorRoleSchema).max(4),
    groupIds: z.array(groupIdSchema).max(50),
  }),
])
const givenEditorsSchema = z.union([
  z.literal('everybody'),
  z
    .object({
      roles: z.array(customFieldEditorRoleSchema).max(4).default([]),
      groupIds: z.array(groupIdSchema).max(50).default([]),
    })
    .strict(),
])

export const customFieldSchema = z.object({
  id: customFieldIdSchema,
  name: z.string(),
  label: z.string(),
  type: customFieldTypeSchema,
  appliesTo: customFieldScopeSchema,
  /** Of a choice or multiple choice; else empty. */
  choices: z.array(z.string()),
  isRequired: z.boolean(),
  /** Shown, and marked as such, where no value is set. */
  default: customValueSchema.nullable(),
  isSearchable: z.boolean(),
  /** The smaller one comes first. */
  order: z.int(),
  editors: customFieldEditorsSchema,
  /** Where session metadata has its value. */
  metadataPath: z.string().nullable(),
  /** Hidden, its values kept, since then. */
  retiredAt: utcInstantSchema.nullable(),
  updatedAt: utcInstantSchema,
})

const fields = {
  label: shortText(128),
  choices: z.array(choiceSchema).max(maxChoices),
  isRequired: z.boolean(),
  default: customValueSchema.nullable(),
  isSearchable: z.boolean(),
  order: z.int().min(0).max(9_999),
  editors: givenEditorsSchema,
  metadataPath: shortText(256).nullable(),
}

export const newCustomFieldSchema = z
  .object({
    /** For good: unique among the tenant's custom fields, retired ones included, whatever the case of its letters. */
    name: customFieldNameSchema,
    label: fields.label,
    /** For good, as is what it applies to. */
    type: customFieldTypeSchema,
    appliesTo: customFieldScopeSchema.default('recording'),
    choices: fields.choices.default([]),
    isRequired: fields.isRequired.default(false),
    default: fields.default.default(null),
    isSearchable: fields.isSearchable.default(false),
    /** After all others without one. */
    order: fields.order.optional(),
    editors: fields.editors.default('everybody'),
    metadataPath: fields.metadataPath.default(null),
  })
  .strict()

export const customFieldChangesSchema = z
  .object({
    ...fields,
    /** True retires the field, false restores it. */
    isRetired: z.boolean(),
  })
  .partial()
  .strict()

export type CustomFieldType = z.output<typeof customFieldTypeSchema>
export type CustomFieldScope = z.output<typeof customFieldScopeSchema>
export type CustomValue = z.output<typeof customValueSchema>
export type CustomFieldEditors = z.output<typeof customFieldEditorsSchema>
