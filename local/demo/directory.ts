import type {
  AuditAction,
  AuditEntry,
  AuditObjects,
  Person,
  Recorder,
  TenantLink,
  User,
} from '../../functions/model/index.ts'
import type { PersonStore, RecorderStore, RouteStore, TenantStore, UserStore } from '../../functions/ports/index.ts'
import { type DemoPerson, demoBeginning, demoPeople, demoRoutes, demoTenants } from './people.ts'

export type DirectoryStores = {
  tenants: TenantStore
  routes: RouteStore
  users: UserStore
  recorders: RecorderStore
  people: PersonStore
}

/** The Super User made all of it. */
function madeBySam(action: AuditAction, objects: AuditObjects): AuditEntry {
  const sam = demoPeople.find(({ role }) => role === 'superUser')
  return {
    ...{ action, personId: sam && 'administrator' in sam ? sam.administrator.id : '', role: 'superUser', objects },
    ...{ fields: [], outcome: 'allowed', reason: null, note: null, requestId: 'first-start', sourceAddress: null },
  }
}

/** Makes tenants, routes, people and recorders; what is there already stays as it is. */
export async function seedDirectory(stores: DirectoryStores): Promise<void> {
  for (const tenant of demoTenants) {
    const [defaultRoute, ...routes] = demoRoutes.filter(({ tenantId }) => tenantId === tenant.id)
    if (!defaultRoute?.isDefault) throw new Error('the first route of a demo tenant is not its Default route')
    await stores.tenants.create(tenant, defaultRoute, madeBySam('createTenant', { tenantId: tenant.id }))
    for (const route of routes) await stores.routes.create(route, madeBySam('createRoute', { routeId: route.id }), null)
  }
  for (const person of demoPeople) await seedPerson(stores, person)
}

async function seedPerson({ users, recorders, people }: DirectoryStores, demo: DemoPerson): Promise<void> {
  const { subject, name, email } = demo
  const facts = { subject, name, email, timeZone: null, locale: null }
  if ('administrator' in demo) {
    const { administrator } = demo
    const person: Person = {
      ...{ ...facts, administrator, isEnabled: true, links: [], signedOutAt: null, secondFactorAt: null, version: 1 },
    }
    await people.create(person, madeBySam('createAdministrator', { administratorId: administrator.id }))
    return
  }
  const times = { createdAt: demoBeginning, updatedAt: demoBeginning, version: 1 }
  if ('user' in demo) {
    const user: User = {
      ...{ ...demo.user, subject, name, email: email ?? '', isEnabled: true, groups: [], agentIds: [], policyIds: [] },
      ...{ timeZone: null, locale: null, boundaryId: null, signedOutAt: null, ...times },
    }
    await users.create(user, madeBySam('createUser', { userId: user.id }), null)
    await people.link(facts, linkTo('user', user))
    return
  }
  const recorder: Recorder = {
    ...{ ...demo.recorder, name, clientId: demo.login, isEnabled: true, defaultRouteId: null, routes: 'all' },
    ...{ timeZone: null, channelOrder: [], silenceMinutes: null, ...times },
  }
  await recorders.create(recorder, madeBySam('createRecorder', { recorderId: recorder.id }))
  await people.link(facts, linkTo('recorder', recorder))
}

const linkTo = (kind: 'user' | 'recorder', { tenantId, id }: Pick<User | Recorder, 'tenantId' | 'id'>) =>
  ({ kind, tenantId, id }) as TenantLink // each kind is called with its own
