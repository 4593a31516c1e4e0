import * as values from '../../../functions/contract/values.ts'
import { changes, isFromOutside, type Question } from './questions.ts'
import { choicesOf } from './random.ts'
import { type IsolatedTenant, marksIn } from './world.ts'

/** Ids by the schema that they are held to: branding leaves the object the same. */
const kinds = new Map<unknown, string>(
  Object.entries(values).flatMap(([name, schema]) => {
    const [kind] = /^\w+(?=Id(Value)?Schema$)/.exec(name) ?? []
    return kind && kind !== 'foreign' ? [[schema, kind]] : []
  }),
)

/** Fields whose values are called otherwise where they are shown, or are ids without a schema of their own. */
const shownAs: Record<string, string> = { callId: 'ingressCallId', route: 'routes.name', secretId: 'secret' }
const idFields: Record<string, string> = { personId: 'user', secretId: 'secret' }

/** What the text at a place is the id of; undefined: of nothing. */
export function kindOf(place: string, schema?: unknown): string | undefined {
  return kinds.get(schema) ?? idFields[place.split('.').at(-1) ?? '']
}

/** Words out of a vocabulary, and contents that stand for themselves: another tenant's is no different from one's own. */
const contents = new Set<unknown>([
  ...(['document', 'contentType', 'numberPattern', 'homeCountry', 'code', 'channels', 'from', 'to', 'siprec'] as const),
  ...[values.timeZoneSchema, values.localeSchema, values.instantSchema, values.utcInstantSchema, values.voiceSchema],
])

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const digits = alphabet.slice(0, 10)

/** A text of the same form that stands for nothing: its last letters and digits are others, each time again. */
export function absentTwin(text: string, seed: string): string {
  const choices = choicesOf(`${seed}:${text}`)
  const at = text.includes('@') ? text.indexOf('@') : text.length
  const isHexadecimal = /^[0-9a-f]{64}$/.test(text)
  let left = 6
  const twisted = [...text.slice(0, at)].reverse().map((char, index) => {
    if (left === 0 || !/[0-9a-z]/i.test(char)) return char
    left -= 1
    const pool = isHexadecimal ? alphabet.slice(0, 16) : /\d/.test(char) && text.length < 26 ? digits : alphabet
    return choices.one(
      String(index),
      [...pool].filter((other) => other !== char),
    )
  })
  return twisted.reverse().join('') + text.slice(at)
}

const ofNoTenant = 'administrator'

/** What of another tenant's a place can hold; none: it is no place for a probe. */
export function foreignValues(
  { foreign, asker, endpoint, role }: Question,
  place: string,
  schema?: unknown,
): readonly string[] {
  const field = place.split('.').at(-1) ?? ''
  if (contents.has(field) || contents.has(schema)) return []
  const kind = kindOf(place, schema)
  // The audit of one's own denials names the ids that one has asked for: it is asked for those that nobody else asks for.
  const isAudit = endpoint.permission === 'audit:Read'
  if (kind !== undefined) {
    const ids = foreign.ids.get(kind) ?? []
    if (ids.length === 0 && kind !== ofNoTenant)
      throw new Error(`There is no ${kind} to ask for: make some in world.ts`)
    return ids.length < 2 ? ids : isAudit ? ids.slice(-1) : ids.slice(0, -1)
  }
  const [, segment] = endpoint.path.split('/')
  // They see all tenants by name.
  if (isFromOutside(role) && segment === 'tenants') return []
  // Names are looked for among those of the same sort of thing.
  const names = [`${segment}.${field}`, shownAs[field] ?? field]
  const textsOf = ({ texts }: IsolatedTenant) => names.map((name) => texts.get(name)).find((each) => each !== undefined)
  const texts = [...(textsOf(foreign) ?? [])].filter((text) => !textsOf(asker)?.has(text))
  // What is written into one's own tenant is read there later: it must bear no mark.
  return changes(endpoint) ? texts.filter((text) => marksIn(text).length === 0) : texts
}
