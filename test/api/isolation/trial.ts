import { comparable, idsIn, leaksIn, sentTexts } from './compare.ts'
import { changes, everyEndpoint, isFromOutside, type Mode, type NamedEndpoint, type Question } from './questions.ts'
import { choicesOf } from './random.ts'
import { type Built, build } from './requests.ts'
import type { Received, Send } from './send.ts'
import type { AskerRole, IsolatedTenant, World } from './world.ts'

/** Administrators reach deepest, so they ask most. */
const roles: readonly AskerRole[] = [
  ...(['tenantAdministrator', 'tenantAdministrator', 'tenantAdministrator', 'tenantUser', 'limitedUser'] as const),
  ...(['apiUser', 'apiUser', 'superUser', 'accountAdministrator', 'nobody'] as const),
]

/** What administrators of the platform change there is no tenant's. */
const isAskable = (endpoint: NamedEndpoint, role: AskerRole) =>
  !(isFromOutside(role) && endpoint.tenancy === 'no-tenant' && changes(endpoint))

const retiredRooms = /^\/(?:categories|custom-fields)/
const keyPlace = 'header.idempotency-key'

export type Fault = { question: Question; leaks: string[]; answers: { mode: Mode; built: Built; received: Received }[] }

export type Tally = {
  requests: number
  byEndpoint: Map<string, { pairs: number; valid: number; statuses: Set<number> }>
}

/** Asks questions of one tenant after the other: only so are two answers about the same state. */
export function trialOf(world: World, send: Send, seed: string) {
  const [acme, initech, ...victims] = world.tenants
  if (!acme || !initech || victims.length < 2) throw new Error('the world has four tenants')
  const askers = [acme, initech]
  /** Ids of others that somebody of the tenant has said: what they said is no secret to them. */
  const said = new Map<IsolatedTenant, Set<string>>(askers.map((tenant) => [tenant, new Set()]))
  const tally: Tally = { requests: 0, byEndpoint: new Map() }
  const statusesOf = ({ name }: NamedEndpoint) => {
    const found = tally.byEndpoint.get(name) ?? { pairs: 0, valid: 0, statuses: new Set<number>() }
    tally.byEndpoint.set(name, found)
    return found
  }

  /** An Idempotency-Key is a new one but once: the second time it is one's own. */
  const keysUsed = new Set<string>()
  function isKeyUsed(question: Question): boolean {
    if (!question.probes.includes(keyPlace)) return false
    const key = `${question.asker.id} ${question.role} ${build(question, 'foreign', undefined).sent.headers['idempotency-key']}`
    if (keysUsed.has(key)) return true
    keysUsed.add(key)
    return false
  }

  /** What is only retired keeps its name: the second time it is one's own. */
  const namesUsed = new Set<string>()
  function isNameUsed({ endpoint, probes, asker, ...question }: Question): boolean {
    if (!retiredRooms.test(endpoint.path) || !probes.includes('body.name')) return false
    const { sent } = build({ endpoint, probes, asker, ...question }, 'foreign', undefined)
    const { name } = JSON.parse(sent.body ?? '{}') as { name?: string }
    const used = `${asker.id} ${endpoint.path.split('/')[1]} ${name}`
    if (namesUsed.has(used)) return true
    namesUsed.add(used)
    return false
  }

  function questionOf(index: number, lane: number): Question | undefined {
    const turn = `${seed}:${lane}:${index}`
    const choices = choicesOf(turn)
    const asker = askers[lane]
    const endpoint = everyEndpoint[index % everyEndpoint.length]
    const role = choices.one('role', roles)
    if (!asker || !endpoint || !isAskable(endpoint, role)) return undefined
    const foreign = choices.one('foreign', victims)
    const question: Question = { ...{ endpoint, role, asker, foreign, seed: turn }, probes: [], without: [] }
    const { places } = build(question, 'own', undefined)
    // Nothing of another tenant's can be said; and calls stay closed to people from outside.
    if (places.length === 0) return changes(endpoint) && isFromOutside(role) ? undefined : question
    if (!changes(endpoint) && choices.share('own') < 0.15) return question
    const asked = { ...question, probes: choices.share('all') < 0.1 ? places : [choices.one('probe', places)] }
    if (isKeyUsed(asked)) return undefined
    return isNameUsed(asked) ? { ...asked, probes: asked.probes.filter((probe) => probe !== 'body.name') } : asked
  }

  async function tokenFor({ asker, role, seed: turn }: Question): Promise<string | undefined> {
    const login = asker.logins[role]
    if (login !== null) return world.tokenOf(login)
    return choicesOf(turn).share('token') < 0.5 ? undefined : 'no.token.really'
  }

  /** What was made by way of trial goes again, and what was changed gets a name of its own: the next one is as new. */
  async function tidy(question: Question, { sent }: Built, { status, text }: Received): Promise<void> {
    const { asker, endpoint } = question
    if (endpoint.method === 'PATCH' && status < 300) await send(build(question, 'own', await tokenFor(question)).sent)
    if (endpoint.method !== 'POST' || status >= 300 || text === '') return
    // Sam may change everybody, the tenant's own administrator open calls, and notes are their authors' alone.
    const bosses: Record<string, unknown> = {
      ...{ ingestRecording: asker.logins.tenantAdministrator, addNote: asker.logins[question.role] },
      addCue: asker.logins.tenantAdministrator,
    }
    const boss = String(bosses[endpoint.name] ?? 'sam')
    const body = JSON.parse(text) as { id?: string; recordingId?: string; counts?: { created: number } }
    const remove = (path: string) => world.ask(asker.id, boss, 'DELETE', path, undefined, { 'if-match': '*' })
    const isRemovable = everyEndpoint.some(
      ({ method, path }) =>
        method === 'DELETE' && new RegExp(`^${endpoint.path.replace(/[{}]/g, '\\$&')}/\\{\\w+\\}$`).test(path),
    )
    const id = body.id ?? body.recordingId
    if (status === 201 && isRemovable && id !== undefined) await remove(`${sent.path}/${id}`)
    if (body.counts?.created) {
      const { items } = (await world.ask(asker.id, boss, 'GET', '/users')).body as {
        items: { id: string; email: string }[]
      }
      for (const user of items) if (sent.body?.includes(user.email)) await remove(`/users/${user.id}`)
    }
  }

  async function ask(question: Question): Promise<Fault | undefined> {
    const modes: readonly Mode[] = question.probes.length === 0 ? ['own'] : ['foreign', 'absent']
    const answers: Fault['answers'] = []
    const leaks: string[] = []
    for (const mode of modes) {
      const built = build(question, mode, await tokenFor(question))
      const own = said.get(question.asker)
      const words = sentTexts(built)
      for (const id of idsIn(words)) own?.add(id)
      const received = await send(built.sent)
      tally.requests += 1
      answers.push({ mode, built, received })
      const told = `${Object.values(received.headers).join(' ')} ${received.text}`
      leaks.push(...leaksIn(world, question, told, own ?? new Set()).filter((leak) => !words.includes(leak)))
      await tidy(question, built, received)
    }
    const [foreign, absent] = answers.map(({ built, received }) => comparable(received, built.probed))
    const isSame = absent === undefined || JSON.stringify(foreign) === JSON.stringify(absent)
    const seen = statusesOf(question.endpoint)
    seen.pairs += 1
    if (answers[0]?.built.isValid) seen.valid += 1
    for (const { received } of answers) seen.statuses.add(received.status)
    return isSame && leaks.length === 0 ? undefined : { question, leaks, answers }
  }

  /** The same fault by less: fewer probes, and no field that it does not need. */
  async function shrink(fault: Fault): Promise<Fault> {
    const tries = (question: Question): Question[] => [
      ...(question.probes.length > 1 ? question.probes.map((probe) => ({ ...question, probes: [probe] })) : []),
      ...build(question, 'own', undefined)
        .optional.filter((place) => !question.without.includes(place))
        .map((place) => ({ ...question, without: [...question.without, place] })),
    ]
    let smallest = fault
    if (fault.question.probes.includes(keyPlace)) return smallest
    for (let at = 0, rest = tries(fault.question); at < rest.length; at++) {
      const next = rest[at]
      const found = next && (await ask(next))
      if (!found) continue
      smallest = found
      rest = tries(found.question)
      at = -1
    }
    return smallest
  }

  /** Asks until so many requests were sent. @throws Error that tells of the smallest request that betrays something */
  async function run(wanted: number, onTurn: (turn: number) => void = () => {}): Promise<void> {
    let isOver = false
    await Promise.all(
      askers.map(async (_, lane) => {
        // Each lane begins elsewhere in the table, so that short runs go through all of it.
        for (let turn = 0; tally.requests < wanted && !isOver; turn++) {
          onTurn(turn)
          const question = questionOf(turn + lane * Math.floor(everyEndpoint.length / 2), lane)
          const fault = question && (await ask(question))
          if (!fault) continue
          isOver = true
          throw new Error(tell(await shrink(fault), seed))
        }
      }),
    )
  }

  return { run, ask, tally, said }
}

/** In full, as one can send it again. */
function tell({ question, leaks, answers }: Fault, seed: string): string {
  const { endpoint, role, asker, foreign, probes } = question
  const what =
    leaks.length > 0 ? `tells ${leaks.join(', ')}` : 'answers what is foreign and what is nowhere differently'
  const lines = answers.map(({ mode, built: { sent }, received }) => {
    const { authorization: _, ...headers } = sent.headers
    const asked = `${sent.method} ${sent.path} ${JSON.stringify(headers)} ${sent.body ?? ''}`
    return `${mode}: ${asked}\n  -> ${received.status} ${JSON.stringify(received.headers)} ${received.text}`
  })
  const about = `as ${role} of ${asker.id}, with what is ${foreign.id}’s at ${probes.join(', ') || 'no place'}`
  return [`${endpoint.name} ${what}, ${about} (SOUNDKEEP_SEED=${seed}):`, ...lines].join('\n')
}
