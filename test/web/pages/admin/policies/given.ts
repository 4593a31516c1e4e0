import type { PolicyVocabulary } from '../../../../../web/api/index.ts'

export const tenantId = '01k0acme000000000000000000'
export const routeIds = ['01k0acme000000000000000002', '01k0acme000000000000000003'] as const

export const givenVocabulary = (): PolicyVocabulary => ({
  actions: [
    { action: 'recording:Play', description: 'Play audio' },
    { action: 'recording:Download', description: 'Download files' },
    { action: 'audit:Read', description: 'See who did what' },
  ],
  keys: [
    { key: 'recording.agentId', type: 'text', description: 'Agent of the call' },
    { key: 'recording.ageDays', type: 'number', description: 'Days since the call began' },
    { key: 'recording.sensitive', type: 'boolean', description: 'Whether it is marked sensitive' },
    { key: 'recording.custom.*', type: 'text', description: 'Value of a custom field' },
  ],
  operators: ['StringEquals', 'StringLike', 'NumericLessThan', 'Bool', 'Null', 'ForAllValues:StringEquals'],
  resources: [{ resource: 'srn:soundkeep:<tenant>:route/<route>/recording/<recording>', description: 'A recording' }],
  managedPolicies: [],
})

export const policyOf = (...statements: unknown[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)
