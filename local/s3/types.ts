import type { Credential, Principal } from '../sigv4/index.ts'
import type { EventBridgeS3Event } from './events/event.ts'

export type { Credential, Principal }

/** One question to the policies. An operation that needs several actions asks once for each of them. */
export type AuthorizeRequest = {
  readonly principal: Principal
  /** An IAM action name, such as `s3:GetObjectVersion`. */
  readonly action: string
  /** S3's name of the operation, for which the policies of other services may be asked too. */
  readonly operation: string
  /** How long ago the request was signed, for `s3:signatureAge`; all are of version 4. */
  readonly signatureAgeMs: number
  /** A bucket's name; `*` for ListBuckets. */
  readonly bucket: string
  readonly key?: string
  readonly versionId?: string
  /** Tags of the object as it is stored now, for `s3:ExistingObjectTag/...`; absent where there is no object. */
  readonly objectTags?: Readonly<Record<string, string>>
  /** Tags that the request puts on an object, for `s3:RequestObjectTag/...`. */
  readonly requestTags?: Readonly<Record<string, string>>
  /** The header of a conditional write, for `s3:if-none-match`. */
  readonly ifNoneMatch?: string
  /** The prefix of a listing, for `s3:prefix`; empty text when a listing names none. */
  readonly prefix?: string
}

/** One rule of a bucket's CORS configuration, as in PutBucketCors. Origins and headers may hold one `*`. */
export type CorsRule = {
  readonly allowedOrigins: readonly string[]
  readonly allowedMethods: readonly string[]
  readonly allowedHeaders?: readonly string[]
  readonly exposeHeaders?: readonly string[]
  readonly maxAgeSeconds?: number
}

export type BucketOptions = {
  readonly name: string
  readonly versioned: boolean
  /** Object Lock keeps versions, so it needs `versioned`. */
  readonly objectLock: boolean
  readonly cors?: readonly CorsRule[]
}

export type LocalS3Options = {
  readonly host: '127.0.0.1'
  /** 0 takes any free port. */
  readonly port: number
  /** Where objects and their metadata are kept; made when missing. */
  readonly folder: string
  /** Made when missing; what they say of versioning and CORS holds from this start on. */
  readonly buckets: readonly BucketOptions[]
  /** `us-east-1` unless told. */
  readonly region?: string
  readonly credentials: (accessKeyId: string) => Promise<Credential | undefined>
  readonly authorize: (request: AuthorizeRequest) => 'allow' | 'deny'
  readonly now?: () => Date
  /** Told of every object stored or deleted, in order, at least once; a rejection is tried again. */
  readonly onEvent?: (event: EventBridgeS3Event) => Promise<void>
  /** Told of what clients learn as InternalError alone, and of each event that `onEvent` did not take. */
  readonly onFault?: (error: unknown) => void
}

export type LocalS3 = {
  /** The endpoint URL, with no slash at its end. */
  readonly url: string
  readonly port: number
  /** Refuses new requests, waits for those under way and for the event being delivered. */
  close(): Promise<void>
}
