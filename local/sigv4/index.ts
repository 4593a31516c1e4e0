/** AWS Signature Version 4, for the local parts that speak AWS protocols. */
export type { Credential, Principal } from './credential.ts'
export {
  canonicalHeader,
  hmacHex,
  isSameText,
  type Scope,
  scopeText,
  sha256Hex,
  signingKey,
  stringToSign,
  uriEncode,
} from './signing.ts'
export { type Refusal, type SignedRequest, type Verdict, verifyHeaderSignature } from './verify.ts'
