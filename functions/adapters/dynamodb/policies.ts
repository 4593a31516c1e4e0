import { policyIdSchema } from '../../contract/index.ts'
import type { CustomPolicy, PolicyId } from '../../model/index.ts'
import type { Clock, PolicyStore } from '../../ports/index.ts'
import { tenantTables } from './entity.ts'
import { keys, policyPartition } from './keys.ts'
import { type NamedKind, namedStore } from './named.ts'
import { policyItem, readPolicyItem } from './people-items.ts'
import type { ClientsFor } from './recordings.ts'

const kind: NamedKind<PolicyId, CustomPolicy> = {
  ...{
    kind: 'policy',
    idSchema: policyIdSchema,
    partition: policyPartition,
    key: keys.policy,
    nameKey: keys.policyName,
  },
  ...{ item: policyItem, read: readPolicyItem, maxListed: 200 },
}

export function policyStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): PolicyStore {
  const { all, ...store } = namedStore(tenantTables(clientsFor, tableName), clock, kind)
  return { ...store, policies: all }
}
