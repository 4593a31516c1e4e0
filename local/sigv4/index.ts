/** Verification of AWS Signature Version 4 in request headers, for the local parts that speak AWS protocols. */
export type { Credential, Principal } from './credential.ts'
export { type Refusal, type SignedRequest, type Verdict, verifyHeaderSignature } from './verify.ts'
