import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The engine for this machine.
 *
 * @throws {Error} one sentence when there is none
 */
export function engineBinary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'dynoxide')
  } catch {
    throw new Error(
      `There is no DynamoDB engine for this machine (the package ${name} is not installed): run AWS's DynamoDB Local and set DYNAMODB_URL to its address.`,
    )
  }
}

/** The file that holds all of the engine's data. */
export const databaseIn = (folder: string) => join(folder, 'dynamodb.sqlite')
