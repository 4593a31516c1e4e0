import { clientOperations } from './clients.ts'
import type { Operation } from './operation.ts'
import { peopleOperations } from './people.ts'
import { secondFactorOperations } from './second-factor.ts'

/** Every operation that is answered; all others of Cognito's are refused by name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries({ ...peopleOperations, ...secondFactorOperations, ...clientOperations }),
)

export type { Operation, World } from './operation.ts'
