import type { AuditEntry, Category, CategoryId, CustomField, CustomFieldId, TenantId } from '../model/index.ts'
import type { Idempotency } from './people.ts'
import type { WriteResult } from './recordings.ts'

export type CategoryStore = {
  /** All of them, retired ones included, by name; at most 1,000. */
  categories(tenantId: TenantId): Promise<Category[]>
  find(tenantId: TenantId, id: CategoryId): Promise<Category | undefined>
  findByIdempotencyKey(tenantId: TenantId, key: string): Promise<Idempotency<CategoryId> | undefined>
  /** 'stale': the id, the name or the key was taken meanwhile. */
  create(category: Category, audit: AuditEntry, idempotency: Idempotency<CategoryId> | null): Promise<WriteResult>
  /** 'stale': another version is there than `previous`, or the new name was taken meanwhile. */
  change(category: Category, previous: Category, audit: AuditEntry): Promise<WriteResult>
}

export type CustomFieldStore = {
  /** All of them, retired ones included, by name; at most 1,000. */
  customFields(tenantId: TenantId): Promise<CustomField[]>
  find(tenantId: TenantId, id: CustomFieldId): Promise<CustomField | undefined>
  findByIdempotencyKey(tenantId: TenantId, key: string): Promise<Idempotency<CustomFieldId> | undefined>
  /** 'stale': the id, the name or the key was taken meanwhile. */
  create(field: CustomField, audit: AuditEntry, idempotency: Idempotency<CustomFieldId> | null): Promise<WriteResult>
  /** 'stale': another version is there than `previous`. */
  change(field: CustomField, previous: CustomField, audit: AuditEntry): Promise<WriteResult>
}
