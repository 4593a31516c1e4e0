import * as z from 'zod'

/** Everything that can be permitted, in IAM's `room:Verb` form: what endpoints demand and what policies speak of. */
export const permissions = [
  'self:Read',
  'self:Edit',
  'recording:List',
  'recording:Read',
  'recording:Play',
  'recording:PlayVideo',
  'recording:Download',
  'recording:Edit',
  'recording:Review',
  'recording:EditCustomData',
  'recording:SetNeverExpire',
  'recording:Restore',
  'recording:ReadDtmf',
  'recording:Delete',
  'recording:Ingest',
  'audit:Read',
  'tenant:Read',
  'tenant:Edit',
  'tenant:OpenSupportAccess',
  'route:List',
  'route:Read',
  'route:Edit',
  'user:Read',
  'user:Edit',
  'group:Read',
  'group:Edit',
  'policy:Read',
  'policy:Edit',
  'recorder:Read',
  'recorder:Edit',
  'category:Read',
  'category:Edit',
  'customField:Read',
  'customField:Edit',
  'platform:ListTenants',
  'platform:CreateTenant',
  'platform:ReadAdministrators',
  'platform:EditAdministrators',
] as const

/** What a caller must be allowed to do. */
export type Permission = (typeof permissions)[number]

export const permissionSchema = z.enum(permissions)

/** ISR's permissions as policies that the product keeps; what each allows is in `domain/permissions`. */
export const managedPolicySchema = z.enum([
  'view',
  'play',
  'video',
  'download',
  'delete',
  'editDetails',
  'notesAndScoring',
  'customData',
  'neverExpire',
  'restore',
  'viewDtmf',
  'auditView',
  'myCalls',
  'myGroupsCalls',
])

export type ManagedPolicy = z.output<typeof managedPolicySchema>
