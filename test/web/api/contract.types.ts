import type { Api } from '../../../web/api/index.ts'

/** Never run: each line holds the compiler to refusing what does not follow the contract. */
export function heldToTheContract(api: Api) {
  const params = { recordingId: 'r1' }
  // @ts-expect-error there is no such address
  void api.get('/recordingz', { tenantId: 'acme' })
  // @ts-expect-error it does not take this method
  void api.delete('/recordings', { tenantId: 'acme' })
  // @ts-expect-error it acts in a tenant
  void api.get('/recordings/{recordingId}', { params })
  // @ts-expect-error it needs If-Match
  void api.delete('/recordings/{recordingId}', { tenantId: 'acme', params })
  // @ts-expect-error the parameter has another name
  void api.get('/recordings/{recordingId}', { tenantId: 'acme', params: { id: 'r1' } })
  // @ts-expect-error there is no such filter
  void api.get('/recordings', { tenantId: 'acme', query: { colour: 'red' } })
  // @ts-expect-error both bounds are required
  void api.get('/recordings/counts', { tenantId: 'acme', query: { startedFrom: '' } })
  // @ts-expect-error there is no such fact
  void api.patch('/recordings/{recordingId}', { tenantId: 'acme', params, ifMatch: '', body: { mood: 'good' } })
  // @ts-expect-error it may be null
  const timeZone: Promise<string> = api.get('/me', {}).then(({ body }) => body.timeZone)
  return timeZone
}
