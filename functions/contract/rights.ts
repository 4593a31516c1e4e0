import * as z from 'zod'
import { managedPolicySchema } from './permissions.ts'
import { groupIdSchema, policyIdSchema, routeIdSchema, shortText } from './values.ts'

/** Roles of people who belong to no tenant and may choose any. */
export const administratorRoleSchema = z.enum(['superUser', 'accountAdministrator'])

/** Roles of people within a tenant; recorders are API Users, and administrators from outside belong to no tenant. */
export const userRoleSchema = z.enum(['tenantAdministrator', 'tenantUser'])

/** An id or extension by which recorders name an agent. */
const agentIdSchema = shortText(128)
export const agentIdsSchema = z.array(agentIdSchema).max(50)

/** All routes of the tenant, those to come too, or some. */
export const routeScopeSchema = z.union([z.literal('all'), z.array(routeIdSchema).max(500)])
export const membershipSchema = z.object({ groupId: groupIdSchema, isSupervisor: z.boolean() })

export const managedPoliciesSchema = z.array(managedPolicySchema).max(20)
export const policyIdsSchema = z.array(policyIdSchema).max(10)
