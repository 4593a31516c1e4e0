import * as z from 'zod'
import {
  categoryColourSchema,
  categoryIdSchema,
  customFieldEditorsSchema,
  customFieldIdSchema,
  customFieldScopeSchema,
  customFieldTypeSchema,
  customValueSchema,
} from '../../contract/index.ts'
import type { Category, CustomField, RecordingId, SegmentCustomData, TenantId } from '../../model/index.ts'
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

const customFieldSchema = z.object({
  id: customFieldIdSchema,
  name: z.string(),
  label: z.string(),
  type: customFieldTypeSchema,
  appliesTo: customFieldScopeSchema,
  choices: z.array(z.string()),
  isRequired: z.boolean(),
  default: customValueSchema.nullable().default(null),
  isSearchable: z.boolean(),
  order: z.number(),
  editors: customFieldEditorsSchema,
  metadataPath: text,
  retiredAt: text,
  updatedAt: z.string(),
  version: z.number(),
})

export function customFieldItem({ tenantId, ...field }: CustomField): Item {
  return { ...withoutNulls(field), ...keys.customField(tenantId, field.id) }
}
export const readCustomField = (tenantId: TenantId, item: unknown): CustomField => ({
  tenantId,
  ...parseItem('custom field', customFieldSchema, item),
})

const segmentSchema = z.object({
  seq: z.number(),
  values: z.record(z.string(), customValueSchema),
  editedFields: z.record(z.string(), z.number()),
})

export function segmentCustomDataItem(tenantId: TenantId, id: RecordingId, segment: SegmentCustomData): Item {
  return { ...segment, ...keys.segmentCustomData(tenantId, id, segment.seq) }
}
export const readSegmentCustomData = (item: unknown): SegmentCustomData =>
  parseItem('custom data of a segment', segmentSchema, item)
