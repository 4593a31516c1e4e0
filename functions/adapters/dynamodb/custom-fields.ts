import { customFieldIdSchema } from '../../contract/index.ts'
import type { CustomField, CustomFieldId } from '../../model/index.ts'
import type { Clock, CustomFieldStore } from '../../ports/index.ts'
import { customFieldItem, readCustomField } from './custom-data-items.ts'
import { tenantTables } from './entity.ts'
import { customFieldPartition, keys } from './keys.ts'
import { type NamedKind, namedStore } from './named.ts'
import type { ClientsFor } from './recordings.ts'

const kind: NamedKind<CustomFieldId, CustomField> = {
  ...{ kind: 'customField', idSchema: customFieldIdSchema, partition: customFieldPartition },
  ...{ key: keys.customField, nameKey: keys.customFieldName, item: customFieldItem, read: readCustomField },
  maxListed: 1_000,
}

/** None is ever removed: recordings keep the values of those that were retired. */
export function customFieldStore(
  clientsFor: ClientsFor,
  tableName: string,
  clock: Pick<Clock, 'now'>,
): CustomFieldStore {
  const { all, remove: _, ...store } = namedStore(tenantTables(clientsFor, tableName), clock, kind)
  return { ...store, customFields: all }
}
