export { type CognitoOptions, cognitoIdentities } from './identities.ts'
