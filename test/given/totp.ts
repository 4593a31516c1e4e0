import { codeAt } from '../../local/cognito/totp.ts'

/** What an authenticator app shows for a key at this moment. */
export const totpOf = (secret: string): string => codeAt(secret, Date.now())
