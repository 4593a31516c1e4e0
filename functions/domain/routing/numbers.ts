import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'
import type { CallNumber } from '../../model/index.ts'

/** How people and switches write a number, without letters: an extension such as `1204` is one too. */
const phoneCharacters = new Set('0123456789 ()-./+')

export function isWrittenAsPhoneNumber(text: string): boolean {
  return text !== '' && [...text].every((character) => phoneCharacters.has(character))
}

/** `sip:+15550100;npdi@host` has the user `+15550100;npdi` (RFC 3261 section 19.1.1), `tel:+15550100` a number alone. */
function globalNumberOf(text: string): string | undefined {
  const [user = ''] = text.replace(/^(?:sips?|tel):/i, '').split('@')
  const [number = ''] = user.split(';')
  return number.startsWith('+') ? number : undefined
}

/**
 * Reads a number as E.164. A number with its country code need only be possible; one without must be valid in the home
 * country and whole, so that an extension is not taken for a number. A SIP URI is read only where its user part is a global number.
 * @param homeCountry ISO 3166-1 alpha-2; null reads numbers with their country code alone
 * @returns `e164` null for extensions, other SIP URIs, "anonymous" and the like
 */
export function readNumber(asSent: string, homeCountry: string | null): CallNumber {
  const text = globalNumberOf(asSent) ?? asSent
  if (!isWrittenAsPhoneNumber(text)) return { asSent, e164: null }
  const defaultCountry = knownCountry(homeCountry)
  const number = parsePhoneNumberFromString(text, { extract: false, ...(defaultCountry && { defaultCountry }) })
  const isGlobal = text.trimStart().startsWith('+')
  const isNumber = number !== undefined && (isGlobal ? number.isPossible() : isWhole(text, number))
  return { asSent, e164: isNumber ? number.number : null }
}

/**
 * Extensions are shorter, and in Luxembourg for one they would be numbers. The few national numbers that are shorter too are
 * read with their country code alone.
 */
const fewestNationalDigits = 6

/**
 * Whether a text without + is all of the number: where numbers may be of any length, as in Germany, an extension and a
 * number without its area code look like numbers too. As dialled within the country, national prefix included, or with the
 * country code.
 */
function isWhole(text: string, number: PhoneNumber): boolean {
  const dialled = digitsOf(text)
  if (dialled.length < fewestNationalDigits || !number.isValid()) return false
  const national = number.formatNational()
  // A number that none of the country's formats fits comes back as its bare digits.
  const isOfAFormat = /\D/.test(national)
  return (isOfAFormat && dialled === digitsOf(national)) || dialled.endsWith(digitsOf(number.number))
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

function knownCountry(code: string | null): CountryCode | undefined {
  return code !== null && isSupportedCountry(code) ? code : undefined
}

/** A call's number as E.164; null for none too. */
export function e164Of(asSent: string | null, homeCountry: string | null): string | null {
  return asSent === null ? null : readNumber(asSent, homeCountry).e164
}
