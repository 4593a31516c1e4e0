import type { RecorderId, TenantId } from '../../model/index.ts'
import type { Clock, RecorderStore } from '../../ports/index.ts'
import { isSilent } from './view.ts'

type Ports = { recorders: Pick<RecorderStore, 'recorders' | 'activity'>; clock: Pick<Clock, 'now'> }

/** The recorders of a tenant from which nothing came for longer than is set for them; of others nothing is read. */
export async function silentRecorders({ recorders, clock }: Ports, tenantId: TenantId): Promise<RecorderId[]> {
  const now = clock.now()
  const watched = (await recorders.recorders(tenantId)).filter(
    // Who was made a moment ago may be silent as yet.
    (recorder) => isSilent(recorder, null, now),
  )
  const heard = await Promise.all(watched.map(({ id }) => recorders.activity(tenantId, id)))
  return watched
    .filter((recorder, index) => isSilent(recorder, heard[index]?.lastReceivedAt ?? null, now))
    .map(({ id }) => id)
}
