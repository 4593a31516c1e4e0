import { randomUUID } from 'node:crypto'

/** The account that owns everything here; an AWS account number has twelve digits. */
export const ACCOUNT_ID = '000000000000'

type Envelope = {
  readonly version: '0'
  readonly id: string
  readonly source: 'aws.s3'
  readonly account: string
  /** RFC 3339, whole seconds. */
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
}

type Detail<Reason extends string> = {
  readonly version: '0'
  readonly 'event-version': '1.0'
  readonly bucket: { readonly name: string }
  readonly object: {
    readonly key: string
    readonly size?: number
    readonly etag?: string
    readonly 'version-id'?: string
    readonly sequencer: string
  }
  readonly 'request-id': string
  readonly requester: string
  readonly 'source-ip-address': string
  readonly reason: Reason
}

export type CreatedReason = 'PutObject' | 'CompleteMultipartUpload' | 'CopyObject'
export type DeletionType = 'Permanently Deleted' | 'Delete Marker Created'

/**
 * What S3 sends to EventBridge when an object is stored or deleted.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export type EventBridgeS3Event =
  | (Envelope & { readonly 'detail-type': 'Object Created'; readonly detail: Detail<CreatedReason> })
  | (Envelope & {
      readonly 'detail-type': 'Object Deleted'
      readonly detail: Detail<'DeleteObject'> & { readonly 'deletion-type': DeletionType }
    })

/** What happened, and in which request. */
export type EventFacts = {
  readonly bucket: string
  readonly key: string
  readonly size?: number
  readonly etag?: string
  /** Left out where the bucket is not versioned. */
  readonly versionId: string | undefined
  readonly sequence: number
  readonly requestId: string
  readonly sourceIp: string
  readonly region: string
  readonly at: Date
}

export function objectCreated(facts: EventFacts, reason: CreatedReason): EventBridgeS3Event {
  return { ...envelope(facts), 'detail-type': 'Object Created', detail: { ...detail(facts), reason } }
}

export function objectDeleted(facts: EventFacts, deletionType: DeletionType): EventBridgeS3Event {
  return {
    ...envelope(facts),
    'detail-type': 'Object Deleted',
    detail: { ...detail(facts), reason: 'DeleteObject', 'deletion-type': deletionType },
  }
}

function envelope(facts: EventFacts): Envelope {
  return {
    version: '0',
    id: randomUUID(),
    source: 'aws.s3',
    account: ACCOUNT_ID,
    time: facts.at.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: facts.region,
    resources: [`arn:aws:s3:::${facts.bucket}`],
  }
}

function detail(facts: EventFacts): Omit<Detail<string>, 'reason'> {
  return {
    version: '0',
    'event-version': '1.0',
    bucket: { name: facts.bucket },
    object: {
      key: facts.key,
      ...(facts.size === undefined ? {} : { size: facts.size }),
      ...(facts.etag === undefined ? {} : { etag: facts.etag }),
      ...(facts.versionId === undefined ? {} : { 'version-id': facts.versionId }),
      // Of one width, so that text order is the order of what happened.
      sequencer: facts.sequence.toString(16).toUpperCase().padStart(16, '0'),
    },
    'request-id': facts.requestId,
    requester: ACCOUNT_ID,
    'source-ip-address': facts.sourceIp,
  }
}
