import type { BodyOf, Contract, ResponseOf } from '../../contract/index.ts'
import type { Principal, Recorder, TenantLink } from '../../model/index.ts'
import { nameKinds, requireFreeName } from '../administration/index.ts'
import { entryOf } from '../audit/index.ts'
import { requireMake } from '../permissions/index.ts'
import { conflict, Refusal } from '../problems/index.ts'
import type { RecorderPorts } from './ports.ts'
import { requireOwnRoutes } from './scope.ts'
import { noActivity, viewRecorder } from './view.ts'

export type { RecorderPorts } from './ports.ts'
export type NewRecorder = BodyOf<Contract['recorders']['createRecorder']>
export type CreatedRecorder = ResponseOf<Contract['recorders']['createRecorder']>

const maxRecorders = 100

/**
 * Makes a recorder and the client that it signs in as. The client comes first, for its id is part of the recorder; whatever
 * fails after that takes the client away again, so that none is left that nobody can see.
 * @throws Refusal forbidden, invalid_request naming a field with a route that is not the asker's, recorder_name_taken,
 *   too_many_recorders, conflict
 */
export async function createRecorder(
  ports: RecorderPorts,
  principal: Principal,
  asked: NewRecorder,
): Promise<{ recorder: CreatedRecorder; version: number }> {
  const { tenantId } = principal
  requireMake(principal, 'recorder:Edit', 'recorder')
  const [others, routes] = await Promise.all([ports.recorders.recorders(tenantId), ports.routes.routes(tenantId)])
  requireOwnRoutes(principal, routes, asked, null)
  requireFreeName(nameKinds.recorder, others, asked.name, null)
  if (others.length >= maxRecorders) {
    throw new Refusal(
      'too_many_recorders',
      `A tenant has at most ${maxRecorders} recorders. Delete one that is unused.`,
    )
  }
  const { clientId, secret } = await ports.identities.createClient(asked.name)
  const now = ports.clock.now()
  const recorder: Recorder = {
    ...{ tenantId, id: ports.ids.recorderId(), clientId, isEnabled: true, ...asked },
    ...{ createdAt: now, updatedAt: now, version: 1 },
  }
  try {
    await keep(ports, principal, recorder)
  } catch (error) {
    await undo(ports, recorder, error)
    throw error
  }
  const view = viewRecorder(recorder, noActivity, [secret], now)
  return { recorder: { ...view, secret }, version: recorder.version }
}

export function linkOf({ tenantId, id }: Recorder): TenantLink {
  return { tenantId, kind: 'recorder', id }
}

/** The link first: one that leads nowhere opens nothing, and a recorder without one could never sign in. */
async function keep({ people, recorders }: RecorderPorts, principal: Principal, recorder: Recorder): Promise<void> {
  const { tenantId, id, clientId, name } = recorder
  await people.link({ subject: clientId, name, email: null, timeZone: null, locale: null }, linkOf(recorder))
  const entry = entryOf(principal, 'createRecorder', { recorderId: id })
  const result = await recorders.create(recorder, entry).catch(async (error: unknown) => {
    // An answer that was lost may have been a yes.
    if (await recorders.find(tenantId, id)) return 'written'
    throw error
  })
  if (result === 'written') return
  requireFreeName(nameKinds.recorder, await recorders.recorders(tenantId), name, null)
  throw conflict()
}

/** @throws Error when the client could not be taken away: somebody has to look after it */
async function undo({ identities, people }: RecorderPorts, recorder: Recorder, cause: unknown): Promise<void> {
  const undone = await Promise.allSettled([
    identities.removeClient(recorder.clientId),
    people.unlink(recorder.clientId, linkOf(recorder)),
  ])
  if (undone.every(({ status }) => status === 'fulfilled')) return
  throw new Error('A recorder could not be made, and its client was left behind', { cause })
}
