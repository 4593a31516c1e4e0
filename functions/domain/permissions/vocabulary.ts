import { type Permission, permissions } from '../../contract/index.ts'
import type { PolicyOptions } from '../policies/index.ts'

export type KeyType = 'text' | 'number' | 'boolean' | 'date' | 'address'

/** What each permission is for, in words for people who write policies. */
export const actionWords: Record<Permission, string> = {
  'self:Read': 'Read one’s own profile and permissions',
  'self:Edit': 'Change one’s own profile and second factor',
  'recording:List': 'See recordings in lists',
  'recording:Read': 'Open the details of a recording',
  'recording:Play': 'Play audio',
  'recording:PlayVideo': 'Play video and screen',
  'recording:Download': 'Download files',
  'recording:Edit': 'Correct what the recorder sent',
  'recording:Review': 'Rate, categorise and write notes',
  'recording:EditCustomData': 'Fill in custom data',
  'recording:SetNeverExpire': 'Keep a recording from expiring',
  'recording:Restore': 'Bring an archived recording back',
  'recording:ReadDtmf': 'See digits that were pressed',
  'recording:Delete': 'Delete a recording',
  'recording:Ingest': 'Send calls, as recorders do',
  'audit:Read': 'See who did what',
  'tenant:Read': 'Read the tenant’s settings',
  'tenant:Edit': 'Change the tenant’s settings',
  'tenant:OpenSupportAccess': 'Open and close support access',
  'route:List': 'See the names of routes whose recordings one may see',
  'route:Read': 'Read routes in full',
  'route:Edit': 'Make, change, retire and delete routes',
  'user:Read': 'See the people of the tenant',
  'user:Edit': 'Invite, change and remove people',
  'group:Read': 'See groups',
  'group:Edit': 'Make, change and delete groups',
  'policy:Read': 'Read and try policies',
  'policy:Edit': 'Make, change and delete policies',
  'recorder:Read': 'See recorders and how they fare',
  'recorder:Edit': 'Make, change and delete recorders and their secrets',
  'category:Read': 'See the categories that there are',
  'category:Edit': 'Make, change, retire and restore categories',
  'customField:Read': 'See the custom fields that there are',
  'customField:Edit': 'Make, change, retire and restore custom fields',
  'platform:ListTenants': 'See all tenants',
  'platform:CreateTenant': 'Make tenants',
  'platform:ReadAdministrators': 'See Super Users and Account Administrators',
  'platform:EditAdministrators': 'Invite, change and remove administrators',
}

/** Keys of conditions and variables. Those of a recording are missing where it has no such value. */
export const conditionKeys: readonly { key: string; type: KeyType; description: string }[] = [
  { key: 'user.id', type: 'text', description: 'Id of who asks' },
  { key: 'user.role', type: 'text', description: 'Role of who asks, such as tenantUser' },
  { key: 'user.agentIds', type: 'text', description: 'Agent ids of who asks; several' },
  { key: 'user.groupIds', type: 'text', description: 'Ids of the groups of who asks; several' },
  { key: 'user.groupAgentIds', type: 'text', description: 'Agent ids of the groups that who asks supervises; several' },
  { key: 'request.time', type: 'date', description: 'When it is asked' },
  { key: 'request.sourceAddress', type: 'address', description: 'Address that it is asked from' },
  { key: 'recording.agentId', type: 'text', description: 'Agent of the call' },
  { key: 'recording.queue', type: 'text', description: 'Queue of the call' },
  { key: 'recording.routeId', type: 'text', description: 'Id of the route' },
  { key: 'recording.direction', type: 'text', description: 'inbound, outbound, internal or unknown' },
  { key: 'recording.startedAt', type: 'date', description: 'When the call began' },
  { key: 'recording.ageDays', type: 'number', description: 'Days since the call began, with fractions' },
  { key: 'recording.category', type: 'text', description: 'Ids of its categories; several' },
  { key: 'recording.sensitive', type: 'boolean', description: 'Whether the recording is marked sensitive' },
  {
    key: 'recording.custom.*',
    type: 'text',
    description: 'Value of a custom field of the recording, by its name; several of a multiple choice',
  },
]

/** What a tenant's policy may be: at most 10 kB and 50 statements, of actions and keys that there are. */
export const tenantPolicyOptions: PolicyOptions = {
  forbidAllowWithNotResource: true,
  knownActions: permissions,
  knownKeys: conditionKeys.map(({ key }) => key),
}

export const resourceForms: readonly { resource: string; description: string }[] = [
  { resource: 'srn:soundkeep:<tenant>:route/<route>/recording/<recording>', description: 'A recording' },
  { resource: 'srn:soundkeep:<tenant>:route/<route>', description: 'A route' },
  { resource: 'srn:soundkeep:<tenant>:user/<person>', description: 'A person' },
  { resource: 'srn:soundkeep:<tenant>:group/<group>', description: 'A group' },
  { resource: 'srn:soundkeep:<tenant>:policy/<policy>', description: 'A policy' },
  { resource: 'srn:soundkeep:<tenant>:recorder/<recorder>', description: 'A recorder' },
  { resource: 'srn:soundkeep:<tenant>:category/<category>', description: 'A category' },
  { resource: 'srn:soundkeep:<tenant>:customField/<field>', description: 'A custom field' },
  { resource: 'srn:soundkeep:<tenant>:user/new', description: 'Making a person; likewise for the others' },
  { resource: 'srn:soundkeep:<tenant>:tenant', description: 'The tenant’s settings' },
  { resource: 'srn:soundkeep:<tenant>:audit', description: 'The audit' },
]
