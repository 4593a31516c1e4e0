import { ulid } from 'ulid'
import { recorderIdSchema } from '../../../functions/contract/index.ts'
import type { RecorderPorts } from '../../../functions/domain/recorders/index.ts'
import type {
  AuditEntry,
  Principal,
  Recorder,
  RecorderActivity,
  RecorderFailure,
  Route,
  RouteScope,
  TenantLink,
} from '../../../functions/model/index.ts'
import type { ClientSecret } from '../../../functions/ports/index.ts'
import { givenGrant, givenPerson, givenPrincipal, givenRoute, otherTenantId, routeIds, tenantId } from '../given.ts'

export const now = '2026-11-23T10:00:00.000Z'
export const [fallback, sales, support] = routeIds
export const newRecorderId = () => recorderIdSchema.parse(ulid().toLowerCase())

/** Tara, a Tenant Administrator of all routes unless told, bound by who may see those routes. */
export function givenAdministrator(routes: RouteScope = 'all', boundaries: readonly RouteScope[] = []): Principal {
  const user = { id: 'tara' }
  return givenPrincipal({
    ...{ routes, user, managedPolicies: [], person: givenPerson({ name: 'Tara' }) },
    boundaries: boundaries.map((each) => givenGrant({ routes: each, managedPolicies: [], user })),
  })
}

/** A recorder that asks, of all routes unless told. */
export function givenApiUser(recorder: Recorder = givenRecorder()): Principal {
  return {
    ...givenAdministrator(),
    id: recorder.id,
    grant: givenGrant({ role: 'apiUser', routes: recorder.routes, managedPolicies: [] }),
    recorder,
  }
}

export function givenRecorder(facts: Partial<Recorder> = {}): Recorder {
  const id = facts.id ?? newRecorderId()
  return {
    ...{ tenantId, id, name: `Recorder ${id}`, clientId: `client-${id}`, isEnabled: true, defaultRouteId: null },
    ...{ routes: 'all', timeZone: null, channelOrder: [], silenceMinutes: null, createdAt: now, updatedAt: now },
    ...{ version: 1 },
    ...facts,
  }
}

export type Fault = 'link' | 'create' | 'lostAnswer' | 'removeClient' | 'audit'

/**
 * An issuer, people and recorders in memory, with the tenant's three routes (the third one retired) and another tenant's
 * one; and a hand on what fails.
 */
export function givenWorld(recorders: Recorder[] = []) {
  const clients = new Map<string, ClientSecret[]>()
  const links = new Map<string, TenantLink>()
  const kept = new Map<string, Recorder>()
  const audited: AuditEntry[] = []
  const activities = new Map<string, RecorderActivity>()
  const received: string[] = []
  const failures: { id: string; failure: RecorderFailure }[] = []
  const fault: { at: readonly Fault[]; beforeWrite: () => void } = { at: [], beforeWrite: () => {} }
  let secrets = 0
  const newSecret = () => ({ id: `secret-${++secrets}`, createdAt: now })
  for (const recorder of recorders) {
    kept.set(recorder.id, recorder)
    clients.set(recorder.clientId, [newSecret()])
    links.set(recorder.clientId, { tenantId: recorder.tenantId, kind: 'recorder', id: recorder.id })
  }
  const failAt = (at: Fault) => {
    if (fault.at.includes(at)) throw new Error(`the network is down: ${at}`)
  }
  const isStale = (previous: Recorder) => kept.get(previous.id)?.version !== previous.version
  const isNameTaken = ({ id, name }: Recorder) =>
    [...kept.values()].some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase())
  const secretsOf = (clientId: string) => clients.get(clientId) ?? []
  const routes: Route[] = [
    givenRoute({ id: fallback, name: 'Default', isDefault: true }),
    givenRoute({ id: sales, name: 'Sales' }),
    givenRoute({ id: support, name: 'Support', retiredAt: now }),
  ]

  const ports: RecorderPorts = {
    identities: {
      async createClient() {
        const clientId = `client-${clients.size + 1}`
        const secret = newSecret()
        clients.set(clientId, [secret])
        return { clientId, secret: { ...secret, value: `value of ${secret.id}` } }
      },
      secretsOf: async (clientId) => secretsOf(clientId),
      async addSecret(clientId) {
        if (secretsOf(clientId).length >= 2) return 'tooMany'
        const secret = newSecret()
        clients.set(clientId, [...secretsOf(clientId), secret])
        return { ...secret, value: `value of ${secret.id}` }
      },
      async removeSecret(clientId, secretId) {
        const left = secretsOf(clientId).filter(({ id }) => id !== secretId)
        if (left.length === secretsOf(clientId).length) return 'absent'
        if (left.length === 0) return 'last'
        clients.set(clientId, left)
        return 'removed'
      },
      async removeClient(clientId) {
        failAt('removeClient')
        clients.delete(clientId)
      },
    },
    people: {
      async link({ subject }, link) {
        failAt('link')
        links.set(subject, link)
      },
      async unlink(subject) {
        links.delete(subject)
      },
    },
    recorders: {
      recorders: async () => [...kept.values()],
      find: async (_tenantId, id) => kept.get(id),
      async create(recorder, audit) {
        fault.beforeWrite()
        failAt('create')
        if (isNameTaken(recorder)) return 'stale'
        kept.set(recorder.id, recorder)
        audited.push(audit)
        failAt('lostAnswer')
        return 'written'
      },
      async change(recorder, previous, audit) {
        fault.beforeWrite()
        if (isStale(previous) || isNameTaken(recorder)) return 'stale'
        kept.set(recorder.id, recorder)
        audited.push(audit)
        return 'written'
      },
      async remove(recorder, audit) {
        fault.beforeWrite()
        if (isStale(recorder)) return 'stale'
        kept.delete(recorder.id)
        audited.push(audit)
        return 'written'
      },
      async received(_tenantId, id) {
        received.push(id)
      },
      async failed(_tenantId, id, failure) {
        failures.push({ id, failure })
      },
      activity: async (_tenantId, id) =>
        activities.get(id) ?? { lastReceivedAt: null, received24h: 0, failed24h: 0, failures: [] },
    },
    routes: { routes: async (id) => (id === otherTenantId ? [] : routes) },
    audit: {
      async write(_tenantId, entry) {
        failAt('audit')
        audited.push(entry)
      },
    },
    clock: { now: () => now, businessNow: () => now },
    ids: { recorderId: newRecorderId },
  }
  return { ports, clients, links, kept, audited, activities, received, failures, fault }
}
