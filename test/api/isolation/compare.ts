import { isFromOutside, type Question } from './questions.ts'
import type { Built } from './requests.ts'
import type { Received } from './send.ts'
import { type IsolatedTenant, isCallMark, marksIn, type World } from './world.ts'

const ulid = /\b[0-7][0-9a-hjkmnp-tv-z]{25}\b/g

/** What differs from answer to answer, whoever asks for what. */
const unequal: readonly (readonly [RegExp, string])[] = [
  [/"(url|uri|nextCursor|clientId|value|secret|x-amz-checksum-sha256)":"[^"]*"/g, '"$1":"..."'],
  [/"secret":\{"id":"[^"]*"/g, '"secret":{"id":"..."'],
  [/\{"id":"(?![0-7][0-9a-z]{25}")[^"]{8,}","createdAt"/g, '{"id":"...","createdAt"'],
  [ulid, '<id>'],
  // Cues are counted within their segment.
  [/\{"id":\d+,/g, '{"id":<count>,'],
  [/\bsk-<id>/g, '<session>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/\bx[0-9a-z]{8}x/g, '<new>'],
  [/"v\d+"/g, '<version>'],
  // What is made later comes later.
  [/"order":\d+/g, '"order":0'],
]

/** An answer as far as it should be the same for what is foreign and for what is nowhere. */
export function comparable({ status, headers, text }: Received, probed: readonly string[]): object {
  const plain = (from: string) => {
    const named = probed.reduce((all, value) => all.replaceAll(JSON.stringify(value).slice(1, -1), '<probe>'), from)
    return unequal.reduce((all, [pattern, word]) => all.replace(pattern, word), named)
  }
  const { date: _, 'soundkeep-request-id': __, 'content-length': ___, ...rest } = headers
  const compared = Object.entries(rest).map(([name, value]) => [name, plain(value)])
  return { status, headers: Object.fromEntries(compared), text: plain(text) }
}

/** What in the texts is another tenant's, or of calls that are closed to the asker; and was not said in asking. */
export function leaksIn(
  world: Pick<World, 'owners'>,
  { asker, role, endpoint }: Question,
  texts: string,
  said: ReadonlySet<string>,
): string[] {
  // The platform's own lists are of all tenants.
  const isOfAll = isFromOutside(role) && endpoint.tenancy === 'no-tenant'
  const isOwn = (mark: string) => mark === asker.settingsMark || (mark === asker.callMark && !isClosed(mark))
  // The audit names calls by their session ids alone, for whoever may read it.
  const isClosed = (mark: string) => isFromOutside(role) && isCallMark(mark) && endpoint.permission !== 'audit:Read'
  const marks = marksIn(texts).filter((mark) => (isOfAll ? isCallMark(mark) : !isOwn(mark)))
  const ids = (texts.match(ulid) ?? []).filter((id) => {
    const owner: IsolatedTenant | undefined = world.owners.get(id)
    return owner !== undefined && owner !== asker && !said.has(id) && !isOfAll
  })
  return [...new Set([...marks, ...ids])]
}

export const sentTexts = ({ sent }: Built): string =>
  [decodeURIComponent(sent.path), ...Object.values(sent.headers), sent.body ?? ''].join(' ')

export const idsIn = (text: string): string[] => text.match(ulid) ?? []
