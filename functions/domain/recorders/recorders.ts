import type { BodyOf, Contract } from '../../contract/index.ts'
import type { Principal, Recorder, RecorderId } from '../../model/index.ts'
import { nameKinds, requireFreeName, requireVersion } from '../administration/index.ts'
import { entryOf } from '../audit/index.ts'
import { conflict } from '../problems/index.ts'
import { linkOf } from './create.ts'
import type { RecorderPorts } from './ports.ts'
import { mayOf, requireOwnRoutes, requireRecorder } from './scope.ts'
import { type ListedRecorder, type RecorderView, viewHead, viewRecorder } from './view.ts'

export type RecorderChanges = BodyOf<Contract['recorders']['changeRecorder']>
export type VersionedRecorder = { recorder: RecorderView; version: number }

/** The recorders that the asker may administer, by name. */
export async function listRecorders(
  { recorders, clock }: Pick<RecorderPorts, 'recorders' | 'clock'>,
  principal: Principal,
): Promise<ListedRecorder[]> {
  const all = await recorders.recorders(principal.tenantId)
  const readable = all.filter((recorder) => mayOf(principal, 'recorder:Read', recorder))
  return Promise.all(
    readable.map(async (recorder) =>
      viewHead(recorder, await recorders.activity(principal.tenantId, recorder.id), clock.now()),
    ),
  )
}

async function viewed({ recorders, identities, clock }: RecorderPorts, recorder: Recorder): Promise<VersionedRecorder> {
  const [activity, secrets] = await Promise.all([
    recorders.activity(recorder.tenantId, recorder.id),
    identities.secretsOf(recorder.clientId),
  ])
  return { recorder: viewRecorder(recorder, activity, secrets, clock.now()), version: recorder.version }
}

/** @throws Refusal not_found */
export async function findRecorder(
  ports: RecorderPorts,
  principal: Principal,
  id: RecorderId,
): Promise<VersionedRecorder> {
  return viewed(ports, await requireRecorder(ports, principal, id, 'recorder:Read'))
}

/**
 * Changes a recorder, disables or enables it.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, precondition_failed, invalid_request naming a field with a route that is not the asker's,
 *   recorder_name_taken, conflict
 */
export async function changeRecorder(
  ports: RecorderPorts,
  principal: Principal,
  id: RecorderId,
  changes: RecorderChanges,
  baseVersion: number | undefined,
): Promise<VersionedRecorder> {
  const previous = await requireRecorder(ports, principal, id, 'recorder:Edit')
  requireVersion(previous, baseVersion)
  const { tenantId } = principal
  if (changes.routes !== undefined || changes.defaultRouteId !== undefined) {
    requireOwnRoutes(principal, await ports.routes.routes(tenantId), { ...previous, ...changes }, previous)
  }
  if (changes.name !== undefined)
    requireFreeName(nameKinds.recorder, await ports.recorders.recorders(tenantId), changes.name, id)
  const recorder: Recorder = {
    ...previous,
    ...changes,
    ...{ updatedAt: ports.clock.now(), version: previous.version + 1 },
  }
  const entry = entryOf(principal, 'changeRecorder', { recorderId: id }, { fields: Object.keys(changes) })
  if ((await ports.recorders.change(recorder, previous, entry)) === 'stale') throw conflict()
  return viewed(ports, recorder)
}

const attempts = 5

/**
 * Deletes a recorder; its recordings stay. Its client goes first, so that none is left without a recorder: a deletion that
 * was cut off shows the recorder still, and is finished by another one.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, precondition_failed, conflict
 */
export async function deleteRecorder(
  ports: RecorderPorts,
  principal: Principal,
  id: RecorderId,
  baseVersion: number | undefined,
): Promise<void> {
  const recorder = await requireRecorder(ports, principal, id, 'recorder:Edit')
  requireVersion(recorder, baseVersion)
  await ports.identities.removeClient(recorder.clientId)
  await ports.people.unlink(recorder.clientId, linkOf(recorder))
  const entry = entryOf(principal, 'deleteRecorder', { recorderId: id })
  // It cannot send any more: who changed it meanwhile does not bring it back.
  let current: Recorder | undefined = recorder
  for (let attempt = 0; current && attempt < attempts; attempt++) {
    if ((await ports.recorders.remove(current, entry)) === 'written') return
    current = await ports.recorders.find(principal.tenantId, id)
  }
  if (current) throw conflict()
}
