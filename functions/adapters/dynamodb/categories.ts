import { categoryIdSchema } from '../../contract/index.ts'
import type { Category, CategoryId } from '../../model/index.ts'
import type { CategoryStore, Clock } from '../../ports/index.ts'
import { categoryItem, readCategory } from './custom-data-items.ts'
import { tenantTables } from './entity.ts'
import { categoryPartition, keys } from './keys.ts'
import { type NamedKind, namedStore } from './named.ts'
import type { ClientsFor } from './recordings.ts'

const kind: NamedKind<CategoryId, Category> = {
  ...{ kind: 'category', idSchema: categoryIdSchema, partition: categoryPartition },
  ...{ key: keys.category, nameKey: keys.categoryName, item: categoryItem, read: readCategory, maxListed: 1_000 },
}

/** None is ever removed: recordings keep those that were retired. */
export function categoryStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): CategoryStore {
  const { all, remove: _, ...store } = namedStore(tenantTables(clientsFor, tableName), clock, kind)
  return { ...store, categories: all }
}
