const ALGORITHM = 'AWS4-HMAC-SHA256'

/** The parts of an `Authorization: AWS4-HMAC-SHA256 ...` header. */
export type Authorization = {
  readonly accessKeyId: string
  /** yyyymmdd */
  readonly date: string
  readonly region: string
  readonly service: string
  /** `date/region/service/aws4_request`, as it enters the string to sign. */
  readonly scope: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/**
 * Reads an Authorization header; undefined when it is not a whole Signature Version 4 header.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function readAuthorization(header: string): Authorization | undefined {
  if (!header.startsWith(`${ALGORITHM} `)) return undefined
  const fields = new Map(
    header
      .slice(ALGORITHM.length + 1)
      .split(',')
      .map((field) => {
        const [name = '', ...rest] = field.trim().split('=')
        return [name, rest.join('=')] as const
      }),
  )
  const signature = fields.get('Signature') ?? ''
  const signedHeaders = (fields.get('SignedHeaders') ?? '').split(';').filter((name) => name !== '')
  const [accessKeyId, date, region, service, terminator, ...more] = (fields.get('Credential') ?? '').split('/')
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || more.length > 0) return undefined
  if (!/^[0-9a-f]{64}$/.test(signature) || signedHeaders.length === 0) return undefined
  const scope = `${date}/${region}/${service}/${terminator}`
  return { accessKeyId, date, region, service, scope, signedHeaders, signature }
}
