/** A table of string keys, in words that CDK and CreateTable are both made from. */
export type TableDescription = {
  readonly partitionKey: string
  readonly sortKey: string
  /** Attribute holding epoch seconds, after which DynamoDB removes the item some time later. */
  readonly timeToLive: string
  readonly stream: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES'
  readonly indexes: readonly IndexDescription[]
}

export type IndexDescription = {
  readonly name: string
  readonly partitionKey: string
  readonly sortKey: string
  /** Attributes that the index carries besides keys. */
  readonly columns: readonly string[]
}

/** What a list counts, and tests for permission, without reading the recordings; `startedAt` and the id are in the sort key. */
const listColumns = ['routeId', 'direction', 'agentId', 'queue', 'media', 'reportedDurationMs', 'endedAt'] as const

/**
 * The table `Soundkeep`. Its stream carries keys alone: a record says which recording changed, and whoever wants to know
 * how reads the recording, so that records coming late, twice or out of order across shards cannot tell anything untrue.
 */
export const soundkeepTable = {
  partitionKey: 'PK',
  sortKey: 'SK',
  timeToLive: 'expiresAt',
  stream: 'KEYS_ONLY',
  indexes: [
    { name: 'byTime', partitionKey: 'timePK', sortKey: 'timeSK', columns: listColumns },
    { name: 'byRoute', partitionKey: 'routePK', sortKey: 'timeSK', columns: listColumns },
    { name: 'byAgent', partitionKey: 'agentPK', sortKey: 'timeSK', columns: listColumns },
  ],
} as const satisfies TableDescription

export type IndexName = (typeof soundkeepTable.indexes)[number]['name']
