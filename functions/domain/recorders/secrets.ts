import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { Principal, RecorderId } from '../../model/index.ts'
import { entryOf } from '../audit/index.ts'
import { notFound, Refusal } from '../problems/index.ts'
import type { RecorderPorts } from './ports.ts'
import { requireRecorder } from './scope.ts'

export type AddedSecret = ResponseOf<Contract['recorders']['addSecret']>

/**
 * A second secret. One that could not be told to the audit is taken away again.
 * @throws Refusal not_found, too_many_secrets
 */
export async function addSecret(ports: RecorderPorts, principal: Principal, id: RecorderId): Promise<AddedSecret> {
  const { identities, audit } = ports
  const { clientId } = await requireRecorder(ports, principal, id, 'recorder:Edit')
  const secret = await identities.addSecret(clientId)
  if (secret === 'tooMany') {
    throw new Refusal('too_many_secrets', 'A recorder has at most two secrets. Give one up that it uses no longer.')
  }
  try {
    await audit.write(principal.tenantId, entryOf(principal, 'addSecret', { recorderId: id, secretId: secret.id }))
  } catch (error) {
    await identities.removeSecret(clientId, secret.id)
    throw error
  }
  return secret
}

/** @throws Refusal not_found, last_secret */
export async function removeSecret(
  ports: RecorderPorts,
  principal: Principal,
  id: RecorderId,
  secretId: string,
): Promise<void> {
  const { identities, audit } = ports
  const { clientId } = await requireRecorder(ports, principal, id, 'recorder:Edit')
  const secrets = await identities.secretsOf(clientId)
  if (!secrets.some((secret) => secret.id === secretId)) throw notFound()
  if (secrets.length === 1) throw lastSecret()
  // Before it is done: no secret goes without a word in the audit.
  await audit.write(principal.tenantId, entryOf(principal, 'removeSecret', { recorderId: id, secretId }))
  if ((await identities.removeSecret(clientId, secretId)) === 'last') throw lastSecret()
}

function lastSecret(): Refusal {
  return new Refusal('last_secret', 'The recorder could not sign in without it. Add another one first.')
}
