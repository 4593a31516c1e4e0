import type {
  CategoryColour,
  CustomFieldEditors,
  CustomFieldScope,
  CustomFieldType,
  CustomValue,
} from '../contract/index.ts'
import type { CategoryId, CustomFieldId, TenantId } from './ids.ts'
import type { Instant } from './recording.ts'

/** What people sort a tenant's recordings by. */
export type Category = {
  tenantId: TenantId
  id: CategoryId
  name: string
  colour: CategoryColour
  /** Since when it is put on no more recordings; null while it is. */
  retiredAt: Instant | null
  updatedAt: Instant
  version: number
}

/** What people fill in of a tenant's recordings or segments beside what the product knows. */
export type CustomField = {
  tenantId: TenantId
  id: CustomFieldId
  /** For good, like type and scope: values and policies go by it. */
  name: string
  label: string
  type: CustomFieldType
  appliesTo: CustomFieldScope
  choices: readonly string[]
  isRequired: boolean
  default: CustomValue | null
  isSearchable: boolean
  order: number
  editors: CustomFieldEditors
  /** Where session metadata has its value. */
  metadataPath: string | null
  /** Since when it is hidden; null while it is shown. */
  retiredAt: Instant | null
  updatedAt: Instant
  version: number
}

/** By the names of custom fields; there is no entry where nothing is set. Read them by `customValueOf` of the domain. */
export type CustomValues = Readonly<Record<string, CustomValue>>

/** What people filled in of one segment. */
export type SegmentCustomData = {
  seq: number
  values: CustomValues
  /** Version of the recording at which a person last edited the field of that name. */
  editedFields: Readonly<Partial<Record<string, number>>>
}
