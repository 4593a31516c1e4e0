import type * as z from 'zod'
import * as values from '../../../functions/contract/values.ts'
import { absentTwin, foreignValues, kindOf } from './foreign.ts'
import { isFromOutside, type Mode, type Question } from './questions.ts'
import { type Choices, choicesOf, hashOf } from './random.ts'
import type { Sent } from './send.ts'
import { marksIn } from './world.ts'

/** Requests to every endpoint of the contract, made out of its schemas alone. */

type Schema = z.ZodType & { def: Record<string, unknown> & { type: string } }

const [emails, instants]: readonly unknown[] = [values.emailSchema, values.instantSchema]

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'recording:List', Resource: '*' }],
})
/** Texts of a form that a pattern only hints at. */
const given: Record<string, string | ((choices: Choices, place: string) => string)> = {
  ...{ document: policy, contentType: 'audio/wav', code: '123456', homeCountry: 'US', timeZone: 'Europe/Berlin' },
  ...{ locale: 'de', secretId: 'secret', sha256: 'a'.repeat(64), cursor: 'cursor', from: '+14155550123' },
  ...{ channels: 'participant:1', channelOrder: 'caller' },
  numberPattern: (choices, place) => `+1 415 555 0${Math.floor(choices.share(place) * 900 + 100)}`,
}

/** Names that answers show as they were some seconds ago: they stay as they are. */
const lastingNames: Record<string, string> = { '/me': 'users.name', '/tenants/current': 'tenants.name' }

const fresh = (question: Question, place: string) =>
  `x${hashOf(`${question.seed}${place}${++made}`).toString(36).padStart(8, '0').slice(-8)}x`
let made = 0

export type Built = {
  sent: Sent
  /** Places that could hold what is another tenant's. */
  places: string[]
  optional: string[]
  /** What stands in the probes. */
  probed: string[]
  /** Whether the endpoint's schemas take it. */
  isValid: boolean
}

export function build(question: Question, mode: Mode, token: string | undefined): Built {
  const { endpoint, asker, probes, without, role, seed } = question
  const choices = choicesOf(seed)
  const places: string[] = []
  const optional: string[] = []
  const probed: string[] = []

  const probe = (place: string, schema?: unknown): string | undefined => {
    const pool = foreignValues(question, place, schema)
    if (pool.length === 0) return undefined
    places.push(place)
    if (mode === 'own' || !probes.includes(place)) return undefined
    const value = choices.one(`foreign ${place}`, pool)
    const chosen = mode === 'foreign' ? value : absentTwin(value, seed)
    probed.push(chosen)
    return chosen
  }

  function textOf(schema: Schema, place: string): string {
    const found = probe(place, schema)
    if (found !== undefined) return found
    const field = place.split('.').at(-1) ?? ''
    const kind = kindOf(place, schema)
    if (kind !== undefined) return choices.one(place, asker.ids.get(kind) ?? [''])
    if (schema === emails || field === 'email') return `${fresh(question, place)}@mail.example`
    if (field === 'csv') return csvOf(place)
    if (schema === instants || schema.def.format === 'datetime') {
      return `2026-01-0${field === 'endedAt' ? 9 : 1 + Math.floor(choices.share(place) * 8)}T00:00:00Z`
    }
    const known = given[field]
    if (known !== undefined) return typeof known === 'string' ? known : known(choices, place)
    const lasting = field === 'name' && lastingNames[endpoint.path]
    if (lasting) return choices.one(place, [...(asker.texts.get(lasting) ?? [])])
    return fresh(question, place)
  }

  /** A spreadsheet with a person, where names are the tenant's. */
  function csvOf(place: string): string {
    const cells = { email: `${fresh(question, place)}@mail.example`, routes: 'all', groups: '', policies: '' }
    const named = { routes: 'North', groups: 'Team', policies: 'Rules', email: 'spare' }
    for (const [column, prefix] of Object.entries(named)) {
      const pool = [...(question.foreign.texts.get(column === 'email' ? 'email' : 'name') ?? [])]
      const plain = pool.filter((text) => text.startsWith(prefix) && marksIn(text).length === 0)
      const here = `${place}.${column}`
      places.push(here)
      if (mode === 'own' || !probes.includes(here) || plain.length === 0) continue
      const value = choices.one(here, plain)
      const chosen = mode === 'foreign' ? value : absentTwin(value, seed)
      probed.push(chosen)
      cells[column as keyof typeof cells] = chosen // one of the columns above
    }
    return `name,${Object.keys(cells).join(',')}\n${[fresh(question, place), ...Object.values(cells)].join(',')}\n`
  }

  function fill(schema: Schema, place: string): unknown {
    const { def } = schema
    const inner = def.innerType as Schema
    switch (def.type) {
      case 'optional':
      case 'default': {
        optional.push(place)
        const isWanted = probes.some((each) => each === place || each.startsWith(`${place}.`))
        if (!isWanted && (without.includes(place) || choices.share(`${place}?`) < omittedShare(place))) return undefined
        return fill(inner, place)
      }
      case 'nullable':
        return fill(inner, place)
      case 'object': {
        const shape = Object.entries(def.shape as Record<string, Schema>)
        const fields = shape.map(([name, each]) => [name, fill(each, `${place}.${name}`)])
        return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
      }
      case 'array': {
        const isWanted = probes.some((each) => each.startsWith(place))
        if (!isWanted && choices.share(`${place} length`) < 0.3 && !hasMinimum(schema)) return []
        return [fill(def.element as Schema, place)]
      }
      case 'union': {
        const options = def.options as Schema[]
        const wanted = probes.some((each) => each.startsWith(place)) ? options.at(-1) : undefined
        return fill(wanted ?? choices.one(`${place} option`, options), place)
      }
      case 'enum':
        return choices.one(place, Object.values(def.entries as object))
      case 'literal':
        return choices.one(place, def.values as unknown[])
      case 'boolean':
        return booleanOf(place, choices)
      case 'number':
      case 'int':
        return /(\.(seq|startMs|cueId)|^params\.number)$/.test(place) ? 1 : 5 + Math.floor(choices.share(place) * 3)
      case 'record':
        return {}
      case 'pipe':
        return isText(schema) ? textOf(schema, place) : fill(def.in as Schema, place)
      case 'string':
        return textOf(schema, place)
      default:
        throw new Error(`a request cannot be made of ${def.type} at ${place}: teach test/api/isolation/requests.ts`)
    }
  }

  const part = (name: 'params' | 'query' | 'body') => {
    const schema = endpoint[name]
    return schema && (fill(schema as unknown as Schema, name) as Record<string, unknown>) // an object, by its type
  }
  const [params, query, body] = [part('params'), part('query'), part('body')]
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(params?.[name] ?? '')))
  const search = new URLSearchParams(
    Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]),
  ).toString()

  const header = (name: string, own: () => string | undefined): Record<string, string> => {
    const value = probe(`header.${name}`) ?? own()
    return value === undefined ? {} : { [name]: value }
  }
  // What is one's own changes with the first of two requests: a version that fits would fit no more.
  const versions = probes.some((place) => place.startsWith('params.'))
    ? (question.foreign.texts.get('if-match') ?? [])
    : []
  const etags = ['*', '*', '*', '"v999999"', 'none', ...versions]
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    // People from outside may act in any tenant: none is foreign to them.
    ...(endpoint.tenancy === 'one-tenant' && (isFromOutside(role) ? { 'soundkeep-tenant': asker.id } : tenantHeader())),
    ...(endpoint.ifMatch && { 'if-match': choices.one('if-match', etags) }),
    ...(endpoint.idempotencyKey && header('idempotency-key', () => fresh(question, 'key'))),
  }
  function tenantHeader(): Record<string, string> {
    const place = 'header.soundkeep-tenant'
    places.push(place)
    if (mode === 'own' || !probes.includes(place)) return { 'soundkeep-tenant': asker.id }
    const chosen = mode === 'foreign' ? question.foreign.id : absentTwin(question.foreign.id, seed)
    probed.push(chosen)
    return { 'soundkeep-tenant': chosen }
  }
  const isValid =
    (!endpoint.query || endpoint.query.safeParse(query).success) &&
    (!endpoint.body || endpoint.body.safeParse(body).success)
  return {
    sent: {
      ...{ method: endpoint.method, path: search === '' ? path : `${path}?${search}`, headers },
      body: body && JSON.stringify(body),
    },
    ...{ places: [...new Set(places)], optional, probed, isValid },
  }
}

/** The audit grows with every request: mostly it is asked for what was before there were any. */
const omittedShare = (place: string) => {
  // A cue has both times or neither.
  if (/^body\.(start|end)Ms$/.test(place)) return 0
  return place.endsWith('.before') ? 0.05 : 0.4
}

/** Switches that would shut the askers out, or take away what the next request needs, stay as they are. */
function booleanOf(place: string, choices: Choices): boolean {
  if (/requiresSecondFactor|isRetired/.test(place)) return false
  if (/isEnabled|routePermissions|\.permissions\./.test(place)) return true
  return choices.share(place) < (place.endsWith('isDryRun') ? 0.8 : 0.5)
}

const hasMinimum = ({ def }: Schema) =>
  ((def.checks as { _zod: { def: { check: string } } }[] | undefined) ?? []).some(
    ({ _zod }) => _zod.def.check === 'min_length',
  )

/** A text that is read on: a time, an address, a time zone. */
function isText({ def }: Schema): boolean {
  const from = def.in as Schema
  return from.def.type === 'pipe' ? isText(from) : from.def.type === 'string'
}
