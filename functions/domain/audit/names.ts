import type { PersonNames, PersonStore, RecorderStore, UserStore } from '../../ports/index.ts'

type Stores = {
  users: Pick<UserStore, 'users'>
  recorders: Pick<RecorderStore, 'recorders'>
  people: Pick<PersonStore, 'administrators'>
}

/** What everybody who can act in a tenant is called now. */
export function personNames({ users, recorders, people }: Stores): PersonNames {
  return {
    async namesOf(tenantId) {
      const [ofTenant, systems, administrators] = await Promise.all([
        users.users(tenantId),
        recorders.recorders(tenantId),
        people.administrators(),
      ])
      return new Map([
        ...administrators.map(({ administrator, subject, name }) => [administrator?.id ?? subject, name] as const),
        ...[...ofTenant, ...systems].map(({ id, name }) => [id, name] as const),
      ])
    },
  }
}
