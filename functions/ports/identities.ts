import type { Instant } from '../model/index.ts'

/** One of the at most two secrets of a recorder's client; its value is told when it is made and never again. */
export type ClientSecret = { id: string; createdAt: Instant }

/**
 * Who can sign in: people by e-mail address, whose letters' case does not matter, and recorders by client id and secret.
 * What a person may do is the directory's matter. Whatever is already as asked counts as done, so that all of it may be
 * repeated; a repeated `createClient` or `addSecret` makes another one.
 */
export type Identities = {
  /**
   * The sign-in of this e-mail address: made, and invited by mail, where there is none.
   * @returns the `sub` of the person's tokens
   */
  invite(person: { email: string; name: string }): Promise<{ subject: string; isNew: boolean }>
  resendInvitation(email: string): Promise<'sent' | 'alreadySignedIn' | 'absent'>
  sendPasswordReset(email: string): Promise<'sent' | 'notYetSignedIn' | 'absent'>
  /** 'invited': has not signed in yet. */
  statusOf(email: string): Promise<'invited' | 'active' | 'absent'>
  /** Ends every refresh token; access tokens that are out are refused by the API itself. */
  signOutEverywhere(email: string): Promise<void>
  /**
   * A new secret for an authenticator app (RFC 6238), of the person whose access token it is. Nothing changes for them until
   * they confirm it.
   * @returns base32 (RFC 4648), without padding
   */
  startSecondFactor(accessToken: string): Promise<{ secret: string } | 'signInAgain'>
  /** From 'confirmed' on, signing in asks for a code. */
  confirmSecondFactor(accessToken: string, code: string): Promise<'confirmed' | 'wrongCode' | 'signInAgain'>
  removeSecondFactor(email: string): Promise<void>
  remove(email: string): Promise<void>

  /** A recorder's client-credentials client; the secret is told once. */
  createClient(name: string): Promise<{ clientId: string; secret: ClientSecret & { value: string } }>
  /** Oldest first; none for a client that is not there. */
  secretsOf(clientId: string): Promise<ClientSecret[]>
  addSecret(clientId: string): Promise<(ClientSecret & { value: string }) | 'tooMany'>
  /** 'last': the only one stays. */
  removeSecret(clientId: string, secretId: string): Promise<'removed' | 'absent' | 'last'>
  removeClient(clientId: string): Promise<void>
}
