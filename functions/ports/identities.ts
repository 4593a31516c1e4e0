import type { Instant } from '../model/index.ts'

/** A secret of a client of the issuer's; its value is told when it is made, and never again. */
export type ClientSecret = { id: string; createdAt: Instant }
export type NewClientSecret = ClientSecret & { value: string }

/** What recorders sign in with: clients of the issuer's. */
export type Identities = {
  createClient(name: string): Promise<{ clientId: string; secret: NewClientSecret }>
  secretsOf(clientId: string): Promise<ClientSecret[]>
  /** 'tooMany': it has two. */
  addSecret(clientId: string): Promise<NewClientSecret | 'tooMany'>
  removeSecret(clientId: string, secretId: string): Promise<'removed' | 'absent' | 'last'>
  /** Safe to repeat. */
  removeClient(clientId: string): Promise<void>
}
