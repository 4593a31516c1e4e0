import { contract, type Endpoint } from '../../../functions/contract/index.ts'
import { type GivenCloud, sha256Of, shortWav, until, upload } from '../../given/cloud.ts'
import type { Send } from './send.ts'

/**
 * Four tenants that are alike but for a digit here and there, made through the API by sam. In what is said of one stands its
 * own mark, in what is said of its calls another one.
 */

const numbers = ['0001', '0010', '0100', '1000'] as const
/** Every mark in a text, of settings and of calls. */
export const marksIn = (text: string): string[] => text.match(/[qw]7f3a\d{4}/g) ?? []
export const isCallMark = (mark: string) => mark.startsWith('w')

export type AskerRole = (typeof askerRoles)[number]
export const askerRoles = [
  ...(['tenantAdministrator', 'tenantUser', 'limitedUser', 'apiUser'] as const),
  ...(['superUser', 'accountAdministrator', 'nobody'] as const),
]

export type IsolatedTenant = {
  id: string
  settingsMark: string
  callMark: string
  /** Ids by what they are of, as the contract's schemas are called. Those that may be changed without harm to the askers. */
  ids: Map<string, string[]>
  /** Values by the name of their field, as people of the tenant see them. */
  texts: Map<string, Set<string>>
  /** Where its files lie. */
  files: { recordingId: string; seq: string; mediaId: string; hasCome: boolean }[]
  /** Names to sign in by; null for who has none. */
  logins: Record<AskerRole, string | null>
}

type Ask = (
  login: string,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<{ body: Record<string, unknown>; headers: Record<string, string> }>

/** As requests set them, so that none changes them. */
const places = { timeZone: 'Europe/Berlin', locale: 'de' }

/** What a recorder tells of a call, in which everything bears its mark. */
const metadataOf = (mark: string) => `<recording xmlns="urn:ietf:params:xml:ns:recording:1">
  <session session_id="${mark}"/><group group_id="${mark}"/>
  <participant participant_id="p-${mark}"><nameID aor="sip:${mark}@h"><name>${mark}</name></nameID></participant>
  <stream stream_id="s-${mark}" session_id="${mark}"><label>${mark}</label></stream>
  <extensiondata><v:agent xmlns:v="urn:v">${mark}</v:agent></extensiondata>
</recording>`

const policyOf = (sid: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: sid, Effect: 'Allow', Action: '*', Resource: '*' }] })

export class World {
  readonly tenants: IsolatedTenant[] = []
  /** Whose id it is. */
  readonly owners = new Map<string, IsolatedTenant>()
  readonly #tokens = new Map<string, Promise<string>>()
  readonly #cloud: GivenCloud['cloud']
  readonly #send: Send

  constructor(cloud: GivenCloud['cloud'], send: Send) {
    this.#cloud = cloud
    this.#send = send
  }

  tokenOf(login: string): Promise<string> {
    const token = this.#tokens.get(login) ?? this.#cloud.tokenOf(login)
    this.#tokens.set(login, token)
    return token
  }

  /** Tokens end after an hour. */
  signInAnew(): void {
    this.#tokens.clear()
  }

  /** @throws Error where it is not done */
  async ask(tenantId: string | undefined, ...[login, method, path, body, more = {}]: Parameters<Ask>) {
    const headers = {
      authorization: `Bearer ${await this.tokenOf(login)}`,
      ...(tenantId !== undefined && { 'soundkeep-tenant': tenantId }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...more,
    }
    const sent = { method, path, headers, body: body === undefined ? undefined : JSON.stringify(body) }
    const { status, text, headers: answered } = await this.#send(sent)
    if (status >= 300) throw new Error(`${login} could not ${method} ${path}: ${status} ${text}`)
    return { body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>, headers: answered }
  }

  async make(): Promise<void> {
    for (const [index, number] of numbers.entries()) this.tenants.push(await this.#makeTenant(index, number))
  }

  async #makeTenant(index: number, number: string): Promise<IsolatedTenant> {
    const settingsMark = `q7f3a${number}`
    const callMark = `w7f3a${number}`
    const named = { name: `Initech ${index}`, description: `The ${settingsMark} one`, homeCountry: 'US', ...places }
    const { body: made } = await this.ask(undefined, 'sam', 'POST', '/tenants', named)
    const id = String(made.id)
    const ids = new Map<string, string[]>([['tenant', [id]]])
    const texts = new Map<string, Set<string>>()
    const tenant: IsolatedTenant = {
      ...{ id, settingsMark, callMark, ids, texts, files: [] },
      logins: {
        ...{ superUser: 'sam', accountAdministrator: 'ada', nobody: null, apiUser: '' },
        tenantAdministrator: `boss.${settingsMark}@mail.example`,
        tenantUser: `pat.${settingsMark}@mail.example`,
        limitedUser: `lim.${settingsMark}@mail.example`,
      },
    }
    const keep = (kind: string, value: unknown) => {
      ids.set(kind, [...(ids.get(kind) ?? []), String(value)])
      this.owners.set(String(value), tenant)
      return String(value)
    }
    this.owners.set(id, tenant)
    const see = (field: string, value: unknown) => texts.set(field, (texts.get(field) ?? new Set()).add(String(value)))
    const ask: Ask = (...asked) => this.ask(id, ...asked)
    const create = async (kind: string, path: string, body: object) => {
      const idempotency = { 'idempotency-key': `key-${index}-${path}-${ids.get(kind)?.length ?? 0}` }
      const answer = await ask('sam', 'POST', path, body, idempotency)
      see('idempotency-key', idempotency['idempotency-key'])
      keep(kind, answer.body.id)
      return answer.body
    }

    // Plain names go on from one tenant to the next: each is in one of them only, and looks like all others.
    const plain = (what: string, at: number) => `${what} ${index * 2 + at}`
    const routes: string[] = []
    for (const name of [`North ${settingsMark}`, plain('North', 0), plain('North', 1)]) {
      routes.push(String((await create('route', '/routes', { name, recordDtmf: 'yes' })).id))
    }
    for (const name of [`Rules ${settingsMark}`, plain('Rules', 0), plain('Rules', 1)]) {
      await create('policy', '/policies', { name, description: name, document: policyOf(`Sid of ${settingsMark}`) })
    }
    for (const name of [`Team ${settingsMark}`, plain('Team', 0), plain('Team', 1)]) {
      await create('group', '/groups', { name, agentIds: [`team-${settingsMark}`] })
    }
    for (const name of [`Sort ${settingsMark}`, plain('Sort', 0), plain('Sort', 1)]) {
      await create('category', '/categories', { name })
    }
    for (const [at, label] of [`Fact ${settingsMark}`, plain('Fact', 0), plain('Fact', 1)].entries()) {
      const rest = { type: 'choice', choices: [`Choice ${settingsMark}`], metadataPath: `path-${settingsMark}` }
      await create('customField', '/custom-fields', {
        name: `${at === 0 ? settingsMark : 'recordedfact'}_${index}_${at}`,
        label,
        ...rest,
      })
    }
    const everything = (await ask('sam', 'GET', '/policies/vocabulary')).body.managedPolicies as { name: string }[]
    const managedPolicies = everything.map(({ name }) => name).filter((name) => !name.startsWith('my'))
    const person = async (email: string, rights: object) => {
      const body = { name: `Person of ${settingsMark}`, email, managedPolicies, ...places, ...rights }
      return create('user', '/users', body)
    }
    const [boss, pat, limited] = [
      await person(String(tenant.logins.tenantAdministrator), { role: 'tenantAdministrator' }),
      await person(String(tenant.logins.tenantUser), {}),
      await person(String(tenant.logins.limitedUser), { routes: routes.slice(0, 1) }),
    ]
    const askers = [boss.id, pat.id, limited.id].map(String)
    for (const email of [`spare.${settingsMark}`, `spare.${index * 2}`, `spare.${index * 2 + 1}`]) {
      await person(`${email}@mail.example`, { agentIds: [`agent-${settingsMark}`] })
    }
    const recorder = await create('recorder', '/recorders', { name: `Recorder ${settingsMark}` })
    const clientId = String(recorder.clientId)
    tenant.logins.apiUser = clientId
    for (const at of [0, 1]) {
      const { secrets } = await create('recorder', '/recorders', { name: plain('Recorder', at) })
      for (const secret of secrets as { id: string }[]) keep('secret', secret.id)
    }
    await ask('sam', 'POST', '/support-access', { reason: `Because of ${settingsMark}`, hours: 8 })
    // People from outside ask while it is closed.
    await ask('sam', 'DELETE', '/support-access')

    for (const at of [0, 1, 2, 3, 4]) await this.#makeCall(tenant, ask, keep, at, routes)
    const administrator = String(tenant.logins.tenantAdministrator)
    await this.#look(tenant, ask, administrator, see)
    // Who asks keeps the rights that they have: what is changed by way of trial is somebody else.
    ids.set('user', ids.get('user')?.filter((each) => !askers.includes(each)) ?? [])
    ids.set('recorder', ids.get('recorder')?.slice(1) ?? [])
    return tenant
  }

  async #makeCall(
    tenant: IsolatedTenant,
    ask: Ask,
    keep: (kind: string, value: unknown) => string,
    at: number,
    routes: readonly string[],
  ): Promise<void> {
    const { callMark, logins } = tenant
    const wav = shortWav(300 + at + 10 * this.tenants.length)
    const file = {
      // What is still to come may come in parts.
      lengthBytes: at > 1 ? 20_000_000 : wav.length,
      sha256: sha256Of(wav),
      contentType: 'audio/wav',
      fileName: `${callMark}.wav`,
    }
    const body = {
      // The first one is called alike in all tenants.
      sessionId: at === 0 ? 'call-1' : `${callMark}-${at}`,
      ...{ from: `sip:${callMark}@example.com`, fromName: `Caller ${callMark}`, to: '+14155550100' },
      ...{ toName: `Callee ${callMark}`, agentId: `agent-${callMark}`, agentName: `Agent ${callMark}` },
      ...{ queue: `Queue ${callMark}`, callGroupId: `group-${callMark}`, ingressCallId: `in-${callMark}-${at}` },
      ...{ startedAt: `2026-01-0${at + 1}T10:00:00Z`, sipHeaders: [{ name: 'X-Mark', value: callMark }] },
      siprec: metadataOf(callMark),
      ...{ route: at < 3 ? `North ${tenant.settingsMark}` : `North ${2 * this.tenants.length}`, media: [file] },
      dtmf: [{ events: [{ digit: '5', offsetMs: 10, source: 'rfc4733', participantId: callMark }] }],
    }
    const announced = await ask(String(logins.apiUser), 'POST', '/recordings', body)
    const recordingId = keep('recording', announced.body.recordingId)
    const [media] = announced.body.media as { id: string; upload: Parameters<typeof upload>[0] }[]
    if (!media || routes.length === 0) throw new Error('the call has no file')
    keep('media', media.id)
    tenant.files.push({ recordingId, seq: '1', mediaId: media.id, hasCome: at <= 1 })
    const administrator = String(logins.tenantAdministrator)
    const words = { format: 'text', text: `Caller ${callMark}: I am ${callMark}` }
    const transcript = `/recordings/${recordingId}/segments/1/transcript`
    await ask(administrator, 'POST', `${transcript}/import`, words, { 'if-match': '*' })
    // Some are still to come.
    if (at > 1) return
    await upload(media.upload, wav)
    await until(async () => {
      const { body: recording } = await ask(administrator, 'GET', `/recordings/${recordingId}`)
      return recording.mediaStatus !== 'pending'
    })
    const played = await ask(administrator, 'POST', `/recordings/${recordingId}/segments/1/media/${media.id}/playback`)
    keep('listening', played.body.listeningId)
    const review = {
      rating: 3,
      isComplete: true,
      timeSpentMinutes: 5,
      categoryIds: tenant.ids.get('category')?.slice(-1),
    }
    await ask(administrator, 'PATCH', `/recordings/${recordingId}/review`, review, { 'if-match': '*' })
    for (const text of [`Said by ${callMark}`, `Heard by ${callMark}`]) {
      const { body: note } = await ask(administrator, 'POST', `/recordings/${recordingId}/notes`, { text })
      keep('note', note.id)
    }
  }

  /** Keeps everything that an administrator of the tenant sees, by the names of the fields, and of their endpoints. */
  async #look(
    tenant: IsolatedTenant,
    ask: Ask,
    login: string,
    see: (field: string, value: unknown) => void,
  ): Promise<void> {
    const walk = (value: unknown, field: string, segment: string) => {
      if (Array.isArray(value)) for (const each of value) walk(each, field, segment)
      else if (typeof value === 'object' && value !== null) {
        for (const [name, each] of Object.entries(value)) walk(each, name, segment)
      } else if (typeof value === 'string') {
        see(field, value)
        see(`${segment}.${field}`, value)
      }
    }
    for (const endpoints of Object.values(contract)) {
      for (const { method, path, tenancy, permission } of Object.values<Endpoint>(endpoints)) {
        if (method !== 'GET' || tenancy !== 'one-tenant' || path === '/recordings/counts') continue
        const isRecorders = permission === 'recording:Ingest'
        for (const one of pathsOf(tenant, path, isRecorders)) {
          const query = path.endsWith('/export') ? '?format=text' : ''
          const { body, headers } = await ask(
            isRecorders ? String(tenant.logins.apiUser) : login,
            'GET',
            `${one}${query}`,
          )
          walk(body, 'body', path.split('/')[1] ?? '')
          if (headers.etag) see('if-match', headers.etag)
          if ('nextCursor' in body) see('cursor', (await ask(login, 'GET', `${one}?limit=1`)).body.nextCursor)
        }
      }
    }
  }
}

/** The path with the ids of all that it may name. Recorders ask about files that are still to come. */
function pathsOf({ ids, files }: IsolatedTenant, path: string, isOfComing: boolean): string[] {
  if (path.includes('{seq}')) {
    const asked = files.filter(({ hasCome }) => hasCome !== isOfComing)
    return [
      ...new Set(
        asked.map((file) =>
          path
            .replace(/\{(recordingId|seq|mediaId)\}/g, (_, name) => file[name as 'seq' /* one of those */])
            // A transcript has a first cue.
            .replace('{cueId}', '1'),
        ),
      ),
    ]
  }
  const [name] = /(?<=\{)\w+(?=Id\})/.exec(path) ?? []
  return name ? (ids.get(name) ?? []).map((id) => path.replace(/\{\w+Id\}/, id).replace('{number}', '1')) : [path]
}
