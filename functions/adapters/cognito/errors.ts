import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider'

export function isError(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof CognitoIdentityProviderServiceException && names.includes(error.name)
}

/**
 * What a call gives, or `instead` where it fails with one of these errors.
 * @throws every other error
 */
export async function unless<Given, Instead>(
  call: Promise<Given>,
  names: readonly string[],
  instead: Instead,
): Promise<Given | Instead> {
  try {
    return await call
  } catch (error) {
    if (isError(error, ...names)) return instead
    throw error
  }
}
