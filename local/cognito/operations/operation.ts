import * as z from 'zod'
import { CognitoError } from '../errors.ts'
import type { Letters } from '../letters.ts'
import type { UserPool } from '../store/user-pool.ts'
import type { User } from '../store/users.ts'

/** What the operations work on. */
export type World = {
  readonly pool: UserPool
  readonly letters: Letters
  readonly userPoolId: string
  /** Scopes that clients may ask for. */
  readonly recorderScopes: readonly string[]
  /** Ends sessions, codes and refresh tokens of a person at the issuer. */
  readonly endSignIns: (subject: string) => void
}

/** A JSON object as Cognito answers it; times are seconds since 1970. */
export type Answer = Readonly<Record<string, unknown>>

/**
 * `admin` operations are signed by AWS credentials; `person` operations carry a person's access token instead, and are not
 * signed: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pools-API-operations.html
 */
export type Operation =
  | { readonly auth: 'admin'; readonly schema: z.ZodType; readonly run: (world: World, input: unknown) => Answer }
  | {
      readonly auth: 'person'
      readonly schema: z.ZodType
      readonly run: (world: World, input: unknown, user: User) => Answer
    }

/** @param shape without `UserPoolId`, which every operation has */
export function adminOperation<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (world: World, input: z.output<z.ZodObject<Shape>>) => Answer,
): Operation {
  const schema = z.strictObject({ UserPoolId: z.string(), ...shape })
  // The server gives run() what this schema gave.
  return { auth: 'admin', schema, run: (world, input) => run(world, input as z.output<z.ZodObject<Shape>>) }
}

/** @param shape without `AccessToken`, which every operation has */
export function personOperation<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (world: World, input: z.output<z.ZodObject<Shape>>, user: User) => Answer,
): Operation {
  const schema = z.strictObject({ AccessToken: z.string().regex(/^[A-Za-z0-9-_=.]+$/), ...shape })
  // The server gives run() what this schema gave.
  return {
    auth: 'person',
    schema,
    run: (world, input, user) => run(world, input as z.output<z.ZodObject<Shape>>, user),
  }
}

export const secondsOf = (date: Date) => date.getTime() / 1000

/** Fields of an operation on one user. */
export const ofUser = { Username: z.string().min(1).max(128) }

/** @throws UserNotFoundException */
export function userOf({ pool }: World, username: string): User {
  const user = pool.users.find(username)
  if (user === undefined) throw new CognitoError('UserNotFoundException', 'User does not exist.')
  return user
}
