/** What the resources of a cloud are called, which a template leaves to CloudFormation. */
export type LocalNames = {
  readonly region: string
  readonly account: string
  readonly tableName: string
  readonly bucketName: string
  readonly userPoolId: string
}

/** ARNs of the resources that policies name. */
export function arnsOf({ region, account, tableName, bucketName, userPoolId }: LocalNames) {
  const role = (name: string) => `arn:aws:iam::${account}:role/soundkeep-${name}`
  return {
    table: `arn:aws:dynamodb:${region}:${account}:table/${tableName}`,
    bucket: `arn:aws:s3:::${bucketName}`,
    key: `arn:aws:kms:${region}:${account}:key/soundkeep-local`,
    userPool: `arn:aws:cognito-idp:${region}:${account}:userpool/${userPoolId}`,
    /** What a function is outside any tenant. */
    role,
    /** What it acts in a tenant as. */
    tenantRole: (name: string) => role(`tenant-${name}`),
    log: (name: string) => `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/soundkeep-${name}:*`,
    /** Of a function's failures. */
    queue: (name: string) => `arn:aws:sqs:${region}:${account}:soundkeep-${name}`,
    /** Of what a function is to do. */
    workQueue: (name: string) => `arn:aws:sqs:${region}:${account}:soundkeep-${name}-work`,
    /** Whoever works at this machine. */
    operator: `arn:aws:iam::${account}:user/operator`,
  }
}

/** Puts the names in the place of `<table>` and its like. @throws Error for a name that is none */
export function withNames(text: string, names: LocalNames): string {
  const arns = arnsOf(names)
  // The stream's label is given when the table is made, which is after policies are read.
  const { table, bucket, key, userPool } = arns
  const known: Readonly<Record<string, string>> = { ...names, table, bucket, key, userPool, streamLabel: '*' }
  const ofName: Readonly<Record<string, (name: string) => string>> = {
    ...{ role: arns.role, tenantRole: arns.tenantRole, log: arns.log, queue: arns.queue },
    workQueue: arns.workQueue,
  }
  return text.replaceAll(/<(\w+)(?::(\w+))?>/g, (whole, kind: string, name?: string) => {
    const value = name === undefined ? known[kind] : ofName[kind]?.(name)
    if (value === undefined) throw new Error(`A policy names ${whole}, which this machine has no name for.`)
    return value
  })
}
