/**
 * Digits of the country codes of ITU-T E.164: zones 1 and 7 have one, these have two, all others three.
 * https://www.itu.int/rec/T-REC-E.164
 */
const twoDigitCodes = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
)

/**
 * How a country writes its national numbers, by group lengths; the last group takes what is left. A key that goes one or
 * two digits further holds for those numbers alone: London is +44 2, Berlin +49 30.
 */
const groupings: Record<string, readonly number[]> = {
  '1': [3, 3, 4],
  '7': [3, 3, 2, 2],
  '31': [2, 3, 4],
  '32': [3, 2, 2, 2],
  '33': [1, 2, 2, 2, 2],
  '34': [3, 3, 3],
  '39': [3, 3, 4],
  '41': [2, 3, 2, 2],
  '43': [3, 3, 4],
  '44': [4, 3, 3],
  '442': [2, 4, 4],
  '45': [2, 2, 2, 2],
  '46': [2, 3, 2, 2],
  '47': [3, 2, 3],
  '48': [3, 3, 3],
  '49': [4, 3, 4],
  '4930': [2, 4, 4],
  '4940': [2, 4, 4],
  '4969': [2, 4, 4],
  '4989': [2, 4, 4],
  '491': [3, 4, 4],
  '52': [2, 4, 4],
  '55': [2, 5, 4],
  '61': [1, 4, 4],
  '81': [2, 4, 4],
  '813': [1, 4, 4],
  '816': [1, 4, 4],
  '86': [3, 4, 4],
  '91': [5, 5],
  '351': [3, 3, 3],
  '352': [3, 3, 3],
  '353': [2, 3, 4],
  '420': [3, 3, 3],
}

/** Numbers of unknown shape: threes, and no lonely digit at the end. */
function anyGroups(length: number): number[] {
  const groups: number[] = []
  for (let left = length; left > 0; ) {
    const take = left === 4 ? 4 : Math.min(3, left)
    groups.push(take)
    left -= take
  }
  return groups
}

function group(digits: string, lengths: readonly number[]): string {
  const parts: string[] = []
  let start = 0
  for (const [index, length] of lengths.entries()) {
    if (start >= digits.length) break
    const end = index === lengths.length - 1 ? digits.length : start + length
    parts.push(digits.slice(start, end))
    start = end
  }
  return parts.join(' ')
}

const countryCodeOf = (digits: string): string => {
  if (digits.startsWith('1') || digits.startsWith('7')) return digits.slice(0, 1)
  return twoDigitCodes.has(digits.slice(0, 2)) ? digits.slice(0, 2) : digits.slice(0, 3)
}

/** A number longer or shorter than its country's usual keeps the first group, which is the area's, and groups the rest. */
function lengthsOf(code: string, national: string): readonly number[] {
  const prefix = [2, 1].map((digits) => code + national.slice(0, digits)).find((key) => groupings[key])
  const lengths = groupings[prefix ?? code]
  const usual = lengths?.reduce((sum, length) => sum + length, 0)
  if (lengths && usual !== undefined && Math.abs(national.length - usual) <= 1) return lengths
  const area = prefix ? (lengths?.[0] ?? 0) : 0
  return [...(area > 0 ? [area] : []), ...anyGroups(national.length - area)]
}

/** `sip:+4930123@example.org;user=phone` and `tel:+4930123` without scheme, host and parameters (RFC 3261, 3966). */
const userPart = (address: string): string => {
  const match = /^(?:sips?|tel):([^@;?]+)/i.exec(address)
  try {
    return match?.[1] ? decodeURIComponent(match[1]) : address
  } catch {
    return match?.[1] ?? address
  }
}

/**
 * A number as people read it: `+14155550123` gives `+1 415 555 0123`. Extensions, names and numbers without a country
 * stay as they were sent: their grouping would be a guess.
 */
export function readableNumber(raw: string): string {
  const user = userPart(raw.trim())
  const compact = user.replace(/[\s().\-/]/g, '')
  const match = /^(?:\+|00)(\d{7,15})$/.exec(compact)
  const digits = match?.[1]
  if (!digits || (compact.startsWith('00') && digits.startsWith('0'))) return user
  const code = countryCodeOf(digits)
  const national = digits.slice(code.length)
  return `+${code} ${group(national, lengthsOf(code, national))}`
}
