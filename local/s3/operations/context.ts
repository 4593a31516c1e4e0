import type { Readable } from 'node:stream'
import type { ChecksumAlgorithm } from '../body/checksums.ts'
import type { BodyPlan, ReceivedBody } from '../body/receive.ts'
import type { EventBridgeS3Event } from '../events/event.ts'
import type { S3Request } from '../http/request.ts'
import type { Blobs } from '../store/blobs.ts'
import type { Bucket } from '../store/buckets.ts'
import type { Database } from '../store/database.ts'
import type { Principal } from '../types.ts'

/** What a question to the policies is about; the request's own place unless told. */
export type AskedOn = {
  readonly bucket?: string
  readonly key?: string
  readonly versionId?: string | undefined
  /** Tags that the body puts on the object. */
  readonly requestTags?: Readonly<Record<string, string>>
}

/** What an operation has to work with: a verified, permitted request and the store. */
export type ServiceContext = {
  readonly request: S3Request
  readonly principal: Principal
  readonly body: RequestBody
  readonly database: Database
  readonly blobs: Blobs
  readonly region: string
  /** The time of this request, the same throughout. */
  readonly now: Date
  /** Asks the policies about a further action than the one the operation table asked about. */
  allows(action: string, on?: AskedOn): boolean
  /** Notes an event; call it in the transaction of the change that it tells of. */
  announce(event: EventBridgeS3Event): void
  /** After a transaction: deletes files that nothing names any more and sends what was announced. */
  settle(orphans: readonly string[]): Promise<void>
}

export type BucketContext = ServiceContext & { readonly bucket: Bucket }

export type ObjectContext = BucketContext & {
  readonly key: string
  /** As asked for in the query; undefined means the newest. */
  readonly versionId: string | undefined
}

/** The body of a request, which an operation reads at most once. */
export type RequestBody = {
  plan(): BodyPlan
  receive(plan: BodyPlan, write: (piece: Buffer) => Promise<void>, wanted?: ChecksumAlgorithm): Promise<ReceivedBody>
  /**
   * A small body, verified, as text. A checksum header is the body's own, but for CompleteMultipartUpload, whose
   * headers speak of the object.
   */
  text(checksumOf?: 'body' | 'object'): Promise<string>
}

/** The answer of an operation. */
export type Reply = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: ReplyBody
}

export type ReplyBody =
  | { readonly kind: 'xml'; readonly text: string }
  | {
      readonly kind: 'bytes'
      readonly sizeBytes: number
      /** Opened only when there is somebody to send them to. */
      readonly open: () => Iterable<() => Readable>
    }

export function xmlReply(text: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, headers, body: { kind: 'xml', text } }
}
