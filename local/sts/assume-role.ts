import { constraintBroken, StsError } from './errors.ts'
import type { Caller, StsAuthorizationRequest, StsWorld } from './operations.ts'
import type { Parameters } from './parameters.ts'
import { roleIdOf } from './sessions.ts'
import { type SessionTags, sessionTags } from './tags.ts'
import type { XmlTree } from './xml.ts'

const DEFAULT_SESSION_SECONDS = 3600
const MIN_SESSION_SECONDS = 900
const MAX_CHAINED_SECONDS = 3600
const MAX_PACKED_LENGTH = 2048

/**
 * AssumeRole: checks the call within the limits of the real service and mints a tagged session.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(world: StsWorld, caller: Caller, parameters: Parameters): XmlTree {
  const roleArn = readRoleArn(parameters)
  const sessionName = readSessionName(parameters)
  const durationSeconds = readDuration(parameters, world, caller)
  const { tags, transitiveKeys } = readTags(parameters, caller)
  permit(world, caller, roleArn, tags)

  const [, , , , account = '', resource = ''] = roleArn.split(':')
  const roleName = resource.slice(resource.lastIndexOf('/') + 1)
  const arn = `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`
  const session = world.sessions.mint({ arn, tags }, transitiveKeys, durationSeconds)
  return {
    AssumedRoleUser: {
      AssumedRoleId: `${roleIdOf(`arn:aws:iam::${account}:role/${roleName}`)}:${sessionName}`,
      Arn: arn,
    },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiresAt.toISOString().replace('.000Z', 'Z'),
    },
    ...(Object.keys(tags).length > 0 && { PackedPolicySize: packedPercent(tags) }),
  }
}

function readRoleArn(parameters: Parameters): string {
  const roleArn = parameters.text('RoleArn')
  if (roleArn === undefined) throw constraintBroken('roleArn', roleArn, 'not be null')
  if (roleArn.length < 20) throw constraintBroken('roleArn', roleArn, 'have length greater than or equal to 20')
  if (roleArn.length > 2048) throw constraintBroken('roleArn', roleArn, 'have length less than or equal to 2048')
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(roleArn)) {
    throw new StsError('ValidationError', `${roleArn} is invalid`)
  }
  return roleArn
}

function readSessionName(parameters: Parameters): string {
  const name = parameters.text('RoleSessionName')
  if (name === undefined) throw constraintBroken('roleSessionName', name, 'not be null')
  if (name.length < 2) throw constraintBroken('roleSessionName', name, 'have length greater than or equal to 2')
  if (name.length > 64) throw constraintBroken('roleSessionName', name, 'have length less than or equal to 64')
  if (!/^[\w+=,.@-]*$/.test(name)) {
    throw constraintBroken('roleSessionName', name, String.raw`satisfy regular expression pattern: [\w+=,.@-]*`)
  }
  return name
}

function readDuration(parameters: Parameters, world: StsWorld, caller: Caller): number {
  const text = parameters.text('DurationSeconds')
  if (text !== undefined && !/^\d{1,9}$/.test(text)) {
    throw constraintBroken('durationSeconds', text, 'be a whole number')
  }
  const seconds = text === undefined ? DEFAULT_SESSION_SECONDS : Number(text)
  if (seconds < MIN_SESSION_SECONDS) {
    throw constraintBroken('durationSeconds', text, `have value greater than or equal to ${MIN_SESSION_SECONDS}`)
  }
  if (seconds > MAX_CHAINED_SECONDS && actsInRole(caller)) {
    throw new StsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    )
  }
  if (seconds > world.maxSessionSeconds) {
    throw new StsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  }
  return seconds
}

/** A Lambda function's own credentials are a session of its role, so what it assumes is chained in the cloud. */
function actsInRole(caller: Caller): boolean {
  return caller.session !== undefined || /:(?:role|assumed-role)\//.test(caller.principal.arn)
}

function readTags(parameters: Parameters, caller: Caller): SessionTags {
  const asked = parameters.list('Tags').map((member, index) => {
    const [key, value] = [member.Key, member.Value]
    if (key === undefined) throw constraintBroken(`tags.${index + 1}.member.key`, key, 'not be null')
    if (value === undefined) throw constraintBroken(`tags.${index + 1}.member.value`, value, 'not be null')
    return { key, value }
  })
  const transitiveKeys = parameters.list('TransitiveTagKeys').map((member) => member[''] ?? '')
  const inherited = (caller.session?.transitiveTagKeys ?? []).map((key) => [key, caller.principal.tags[key] ?? ''])
  return sessionTags(asked, transitiveKeys, Object.fromEntries(inherited))
}

/** A role that does not exist and one that may not be assumed answer alike, as in STS. */
function permit(world: StsWorld, caller: Caller, roleArn: string, requestTags: Readonly<Record<string, string>>): void {
  const asked: Omit<StsAuthorizationRequest, 'action'> = {
    principal: caller.principal,
    isChained: caller.session !== undefined,
    roleArn,
    requestTags,
  }
  const actions = [
    'sts:AssumeRole',
    ...(Object.keys(requestTags).length > 0 ? ['sts:TagSession' as const] : []),
  ] as const
  for (const action of actions) {
    if (world.roleArns.includes(roleArn) && world.authorize({ ...asked, action }) === 'allow') continue
    const who = caller.principal.arn
    throw new StsError('AccessDenied', `User: ${who} is not authorized to perform: ${action} on resource: ${roleArn}`)
  }
}

/** STS reports how much of the packed space policies and tags take; its packing is not published, this is near it. */
function packedPercent(tags: Readonly<Record<string, string>>): string {
  const length = Object.entries(tags).reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  return String(Math.max(1, Math.min(100, Math.ceil((length * 100) / MAX_PACKED_LENGTH))))
}
