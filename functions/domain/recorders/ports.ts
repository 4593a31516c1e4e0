import type { AuditStore, Clock, Identities, Ids, PersonStore, RecorderStore, RouteStore } from '../../ports/index.ts'

export type RecorderPorts = {
  recorders: RecorderStore
  /** Clients of the issuer's, which recorders sign in as. */
  identities: Pick<Identities, 'createClient' | 'secretsOf' | 'addSecret' | 'removeSecret' | 'removeClient'>
  people: Pick<PersonStore, 'link' | 'unlink'>
  routes: Pick<RouteStore, 'routes'>
  audit: Pick<AuditStore, 'write'>
  clock: Clock
  ids: Pick<Ids, 'recorderId'>
}
