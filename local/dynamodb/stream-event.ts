import type { AttributeValue as StreamAttribute, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams'
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda'

/**
 * A stream's record as Lambda gives it to a function: times in seconds, binary in base64.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function lambdaRecord(record: StreamRecord, streamArn: string, region: string): DynamoDBRecord {
  const { ApproximateCreationDateTime: createdAt, Keys, NewImage, OldImage, ...facts } = record.dynamodb ?? {}
  return {
    ...(record.eventID !== undefined && { eventID: record.eventID }),
    ...(record.eventName !== undefined && { eventName: record.eventName }),
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: record.eventSource ?? 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ...(createdAt && { ApproximateCreationDateTime: Math.floor(createdAt.getTime() / 1000) }),
      ...(Keys && { Keys: lambdaImage(Keys) }),
      ...(NewImage && { NewImage: lambdaImage(NewImage) }),
      ...(OldImage && { OldImage: lambdaImage(OldImage) }),
      ...facts,
    },
    eventSourceARN: streamArn,
    // Only on what time to live removed.
    ...(record.userIdentity && {
      userIdentity: { type: record.userIdentity.Type, principalId: record.userIdentity.PrincipalId },
    }),
  }
}

const lambdaImage = (image: Record<string, StreamAttribute>) =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, lambdaAttribute(value)]))

function lambdaAttribute(value: StreamAttribute): AttributeValue {
  if (value.B !== undefined) return { B: base64(value.B) }
  if (value.BS !== undefined) return { BS: value.BS.map(base64) }
  if (value.L !== undefined) return { L: value.L.map(lambdaAttribute) }
  if (value.M !== undefined) return { M: lambdaImage(value.M) }
  if (value.S !== undefined) return { S: value.S }
  if (value.N !== undefined) return { N: value.N }
  if (value.BOOL !== undefined) return { BOOL: value.BOOL }
  if (value.SS !== undefined) return { SS: value.SS }
  if (value.NS !== undefined) return { NS: value.NS }
  return { NULL: true }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
