export type ReadableAddress = {
  /** What people would read out: a number, `bob@biloxi.com`, `anonymous`. */
  number: string
  /** The display name that stood before the address, as in a SIP From header. */
  displayName: string | null
}

const schemes = /^(sips?|tel|im|pres|xmpp|mailto):/i
const ipHost = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])(?::\d+)?$/i
/** Digits, the keys of a telephone and the visual separators of RFC 3966 section 5.1.1. */
const telephoneKeys = /^\+?[\d*#.()\s-]+$/

/**
 * An address of record as people read it. A number loses its host and its separators; a name keeps a host that is a
 * domain and loses one that is an IP address; parameters, passwords and ports go. Takes `sip:` and `tel:` URIs
 * (RFC 3261 section 19.1, RFC 3966), with or without scheme, angle brackets and a display name.
 */
export function readableAddress(aor: string): ReadableAddress | null {
  const bracketed = /^(.*)<([^<>]*)>[^<>]*$/s.exec(aor)
  const displayName = unquoted(bracketed?.[1] ?? '') || null
  const address = (bracketed?.[2] ?? aor).trim()
  const number = numberOf(address)
  return number === '' ? null : { number, displayName }
}

function numberOf(address: string): string {
  const rest = address.replace(schemes, '')
  const at = rest.lastIndexOf('@')
  if (at === -1) {
    const bare = decoded(rest.split(/[;?]/)[0] ?? '').trim()
    return isTelephone(bare) && !ipHost.test(bare) ? withoutSeparators(bare) : bare
  }
  const user = decoded(rest.slice(0, at).split(/[;:]/)[0] ?? '').trim()
  const [hostAndPort = '', ...parameters] = rest.slice(at + 1).split(/[;?]/)
  const host = hostAndPort.trim()
  if (isTelephone(user)) return withoutSeparators(user)
  // RFC 3323 section 4.1.1.3: the host of an anonymous caller says nothing.
  const isPhone = parameters.some((parameter) => parameter.toLowerCase() === 'user=phone')
  const hostSaysNothing = isPhone || ipHost.test(host) || host === '' || host.toLowerCase().endsWith('.invalid')
  if (user === '') return host
  return hostSaysNothing ? user : `${user}@${host.replace(/:\d+$/, '')}`
}

const isTelephone = (text: string): boolean => telephoneKeys.test(text) && /\d/.test(text)

const withoutSeparators = (number: string): string => number.replace(/[.()\s-]/g, '')

export const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replace(/\\(.)/g, '$1')
    .trim()

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
