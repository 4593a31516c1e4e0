import * as z from 'zod'

/** Lower-case ULID: 26 characters of Crockford's base 32, sortable by time. */
const ulidPattern = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/

const id = (what: string) => z.string().regex(ulidPattern, `must be the id of a ${what}`)

export const recordingIdSchema = id('recording').brand<'RecordingId'>()
export const mediaIdSchema = id('media file').brand<'MediaId'>()
export const routeIdSchema = id('route').brand<'RouteId'>()
export const userIdSchema = id('person').brand<'UserId'>()
export const groupIdSchema = id('group').brand<'GroupId'>()
export const policyIdSchema = id('policy').brand<'PolicyId'>()
export const categoryIdSchema = id('category').brand<'CategoryId'>()
export const customFieldIdSchema = id('custom field').brand<'CustomFieldId'>()
export const recorderIdSchema = id('recorder').brand<'RecorderId'>()
export const administratorIdSchema = id('administrator').brand<'AdministratorId'>()
export const listeningIdSchema = id('listening').brand<'ListeningId'>()
export const noteIdSchema = id('note').brand<'NoteId'>()
/** A tenant's id as data; the branded type that keys demand comes only from a verified principal. */
export const tenantIdValueSchema = id('tenant')

/** An instant, RFC 3339 with an offset; kept and given as UTC with milliseconds. */
export const instantSchema = z
  .string()
  .max(40)
  .pipe(
    z.iso.datetime({ offset: true, error: 'must be an RFC 3339 time with an offset, such as 2026-03-01T09:30:00Z' }),
  )
  .refine((text) => {
    const year = new Date(text).getUTCFullYear()
    return year >= 1970 && year < 10_000
  }, 'must lie between the years 1970 and 9999')
  .transform((text) => new Date(text).toISOString())
  .meta({ format: 'date-time' })

/** An instant as the API gives it. */
export const utcInstantSchema = z.iso.datetime()

/** Whole milliseconds, at most 31 days. */
export const durationMsSchema = z
  .int()
  .min(0)
  .max(31 * 24 * 3_600_000)

/** A short text without control characters, as recorders and people send it. */
export const shortText = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .refine((text) => !/\p{Cc}/u.test(text), 'must not hold control characters')

/** Kept in lower case: mail to the same mailbox is the same login. Cognito takes usernames of 128 characters. */
export const emailSchema = z
  .string()
  .trim()
  .max(128)
  .pipe(z.email('must be an e-mail address, such as jo@example.com'))
  .transform((email) => email.toLowerCase())

/** An opaque id that somebody else made: a session id, a call id. */
export const foreignIdSchema = shortText(255)

/** IANA name of a time zone, as Intl knows it; offsets such as +01:00 have no summer time and are none. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone, such as America/Los_Angeles')

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

/** BCP 47 tag, kept in its canonical form (RFC 5646 section 4.5). */
export const localeSchema = z
  .string()
  .max(64)
  .transform((tag, context) => {
    const canonical = canonicalLocale(tag)
    if (canonical !== undefined) return canonical
    context.addIssue('must be a BCP 47 language tag, such as en-US or de')
    return z.NEVER
  })

function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

export const sha256Schema = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, 'must be a SHA-256 as 64 hexadecimal digits')
  .transform((hex) => hex.toLowerCase())

export const directionSchema = z.enum(['inbound', 'outbound', 'internal', 'unknown'])
export const mediaKindSchema = z.enum(['audio', 'video', 'screen'])

/** Whose voice an audio channel is. */
export const voiceSchema = z.union([
  z.enum(['caller', 'agent', 'mixed', 'unknown']),
  z.string().regex(/^participant:[^\p{Cc}]{1,128}$/u, 'must be caller, agent, mixed, unknown or participant:<id>'),
])

export const roleSchema = z.enum(['superUser', 'accountAdministrator', 'tenantAdministrator', 'tenantUser', 'apiUser'])

export type Direction = z.output<typeof directionSchema>
export type MediaKind = z.output<typeof mediaKindSchema>
export type Voice = z.output<typeof voiceSchema>
export type Role = z.output<typeof roleSchema>
