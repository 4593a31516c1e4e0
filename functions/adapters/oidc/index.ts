export { IssuerUnavailable } from './published-keys.ts'
export { oidcVerifier, type VerifierOptions } from './verifier.ts'
