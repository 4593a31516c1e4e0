import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** `date/region/service/aws4_request`, the days and place a signature is good for. */
export type Scope = { readonly date: string; readonly region: string; readonly service: string }

export function scopeText(scope: Scope): string {
  return `${scope.date}/${scope.region}/${scope.service}/aws4_request`
}

/** The key of one day, region and service, derived from the secret as the AWS page on signing lays down. */
export function signingKey(secretAccessKey: string, scope: Scope): Buffer {
  return [scope.date, scope.region, scope.service, 'aws4_request'].reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  )
}

/** @param timestamp as signed, `YYYYMMDDTHHMMSSZ` */
export function stringToSign(timestamp: string, scope: string, canonicalRequest: string): string {
  return ['AWS4-HMAC-SHA256', timestamp, scope, sha256Hex(canonicalRequest)].join('\n')
}

export function hmacHex(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** Compares without telling by its time how much of the text was right. */
export function isSameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** RFC 3986: everything but the unreserved characters, `~` among them, is escaped; encodeURIComponent leaves five more. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** One line of the canonical headers: blanks around the value go, runs of them within become one. */
export function canonicalHeader(name: string, value: string): string {
  return `${name}:${value.trim().replace(/ +/g, ' ')}\n`
}
