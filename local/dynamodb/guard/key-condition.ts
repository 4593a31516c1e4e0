/** The condition of a query on keys, in its three parts. */
export type KeyCondition = {
  readonly KeyConditionExpression?: string | undefined
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined
}

const equality = /(?<name>[^\s=<>(),]+)\s*=\s*(?<value>:[^\s=<>(),]+)/g

/**
 * The partition that a query reads: its one equality on the partition key.
 *
 * @returns undefined where it cannot be told, an older `KeyConditions` among it
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
 */
export function partitionOf(condition: KeyCondition, partitionKey: string): string | undefined {
  const { KeyConditionExpression = '', ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = condition
  const [found, ...others] = [...KeyConditionExpression.matchAll(equality)].filter(({ groups }) => {
    const name = groups?.name ?? ''
    return (name.startsWith('#') ? ExpressionAttributeNames[name] : name) === partitionKey
  })
  return others.length > 0 ? undefined : ExpressionAttributeValues[found?.groups?.value ?? '']?.S
}
