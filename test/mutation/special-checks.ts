// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of sources
/** Checks that are no call of a check's name: what stands in a file just once, and what stands there without it. */
export type SpecialCheck = { path: string; what: string; from: string; to: string }

const tenancy = 'functions/domain/tenancy/tenancy.ts'
const pipeline = 'functions/http/pipeline.ts'
const decide = 'functions/domain/permissions/decide.ts'
const narrow = 'functions/domain/permissions/narrow.ts'
const users = 'functions/domain/people/users.ts'
const rights = 'functions/domain/people/rights.ts'

export const specialChecks: readonly SpecialCheck[] = [
  { path: tenancy, what: 'a person who is disabled', from: '!person?.isEnabled ||', to: '!person ||' },
  { path: tenancy, what: 'the scope of the token', from: ' || !token.scopes.includes(wanted)', to: '' },
  {
    ...{ path: tenancy, what: 'a sign-in that was ended' },
    ...{ from: 'secondOf(signedInAt) <= secondOf(signedOutAt)', to: 'false' },
  },
  {
    ...{ path: tenancy, what: 'a sign-out within the same second' },
    ...{ from: 'secondOf(signedInAt) <= secondOf(signedOutAt)', to: 'secondOf(signedInAt) < secondOf(signedOutAt)' },
  },
  {
    path: tenancy,
    what: 'a user who is disabled',
    from: 'return isEnabled ? standing : undefined',
    to: 'return standing',
  },
  {
    ...{ path: tenancy, what: 'the link to the tenant' },
    ...{ from: 'person.links.find(({ tenantId }) => tenantId === requested)', to: 'first' },
  },
  { path: tenancy, what: 'choosing among tenants', from: 'requested === undefined && others.length > 0', to: 'false' },
  { path: tenancy, what: 'the end of support access', from: 'supportAccess.endsAt > caller.request.at', to: 'true' },
  { path: tenancy, what: 'closed support access', from: "isOpenAt(tenant) ? 'open' : 'closed'", to: "'open'" },
  {
    ...{ path: tenancy, what: 'a sign-in without the second factor' },
    ...{
      from: 'secondFactorAt !== null && secondOf(signedInAt) >= secondOf(secondFactorAt)',
      to: 'secondFactorAt !== null',
    },
  },
  {
    ...{ path: tenancy, what: 'a second factor that is asked for' },
    ...{ from: 'if (!tenant.requiresSecondFactor) return', to: 'if (tenant.name) return' },
  },
  { path: tenancy, what: 'the boundary of a user', from: 'boundaries: boundary?.grants ?? []', to: 'boundaries: []' },
  {
    path: tenancy,
    what: 'whom one supervises',
    from: 'groups.filter(({ isSupervisor }) => isSupervisor)',
    to: 'groups',
  },
  {
    path: tenancy,
    what: 'the tenants that one may choose',
    from: 'all.filter((tenant) => own.has(tenant.id))',
    to: 'all',
  },
  {
    ...{ path: 'functions/adapters/dynamodb/standings.ts', what: 'a boundary that is not there' },
    ...{ from: 'if (boundaryId !== null && !boundary) throw', to: 'if (boundaryId === 0) throw' },
  },
  {
    path: pipeline,
    what: 'a token that is not valid',
    from: 'if (!verified || token === undefined)',
    to: 'if (!token)',
  },
  { path: pipeline, what: 'the permission of the endpoint', from: 'if (!isPermitted)', to: 'if (!permission)' },
  {
    path: decide,
    what: 'all but recordings for closed support access',
    from: 'if (isAboutSelf(permission) && ',
    to: 'if (',
  },
  {
    ...{ path: 'functions/domain/permissions/asking.ts', what: 'closed support access' },
    ...{ from: "supportAccess === 'closed' && permission.startsWith('recording:')", to: 'false' },
  },
  {
    path: narrow,
    what: 'the routes of a person in a list',
    from: "if (grant.routes === 'all') return cover",
    to: 'if (cover) return cover',
  },
  { path: rights, what: 'changing oneself', from: 'user.id !== principal.id &&', to: '' },
  {
    ...{ path: rights, what: 'whom a Tenant Administrator administers' },
    ...{ from: "grant.role !== 'tenantAdministrator' || role === 'tenantUser'", to: 'true' },
  },
  {
    path: rights,
    what: 'a route of another tenant',
    from: '!idsOf(rights.routes).every((id) => routeIds.has(id))',
    to: 'false',
  },
  {
    path: rights,
    what: 'a group of another tenant',
    from: '!rights.groups.every(({ groupId }) => groupIds.has(groupId))',
    to: 'false',
  },
  {
    path: rights,
    what: 'a policy of another tenant',
    from: '!rights.policyIds.every((id) => documents.has(id))',
    to: 'false',
  },
  { path: rights, what: 'a group of one’s own', from: 'grant.user.groupIds.includes(groupId)', to: 'false' },
  {
    path: rights,
    what: 'a policy of one’s own',
    from: 'grant.policies.some(({ id }) => id === policyId)',
    to: 'false',
  },
  {
    path: rights,
    what: 'whose agents one supervises',
    from: "if (!dependsOn(principal.grant, 'user.groupAgentIds')) return",
    to: 'return',
  },
  {
    ...{ path: users, what: 'the boundary of a new person' },
    ...{ from: 'boundaryId: await users.keepBoundary(tenantId, boundaryOf(principal)),', to: 'boundaryId: null,' },
  },
  {
    ...{ path: users, what: 'the boundary of a changed person' },
    ...{
      from: 'return { ...user, boundaryId: await ports.users.keepBoundary(previous.tenantId, boundaryOf(principal)) }',
      to: 'return user',
    },
  },
  {
    ...{ path: 'functions/domain/people/groups.ts', what: 'a policy of another tenant in a group' },
    ...{ from: '!group.policyIds.every((id) => documents.has(id))', to: 'false' },
  },
  {
    ...{ path: 'functions/domain/people/policies.ts', what: 'a policy that somebody holds' },
    ...{ from: 'holders.users + holders.groups > 0', to: 'false' },
  },
  {
    ...{ path: 'functions/domain/administration/platform.ts', what: 'an administrator who changes themselves' },
    ...{ from: 'person.subject === caller.person.subject', to: 'false' },
  },
  {
    ...{ path: 'functions/domain/administration/tenant.ts', what: 'who may name tenants' },
    ...{ from: 'if (!isFromOutside) throw', to: 'if (isFromOutside === null) throw' },
  },
  {
    ...{ path: 'functions/domain/recordings/delete.ts', what: 'the version of a deletion' },
    ...{ from: 'baseVersion !== undefined && recording.version !== baseVersion', to: 'false' },
  },
  {
    ...{ path: 'functions/domain/recordings/deliver.ts', what: 'the video of a call' },
    ...{ from: "if (file.kind !== 'audio') refuseTurnedOff", to: "if (file.kind === 'none') refuseTurnedOff" },
  },
  {
    ...{ path: 'functions/domain/recordings/deliver.ts', what: 'a listening of somebody else' },
    ...{ from: "=== 'foreign'", to: "=== 'none'" },
  },
  {
    ...{ path: 'functions/domain/recordings/deliver.ts', what: 'what was heard by somebody else' },
    ...{ from: "=== 'absent') throw notFound()", to: "=== 'none') throw notFound()" },
  },
  {
    ...{ path: 'functions/domain/recordings/list.ts', what: 'what a cursor is bound to' },
    ...{ from: "['recordings', tenantId, principal.id, JSON.stringify(criteria)]", to: "['recordings']" },
  },
  {
    ...{ path: 'functions/domain/audit/list.ts', what: 'what a cursor of the audit is bound to' },
    ...{ from: "['audit', tenantId, principal.id, JSON.stringify(filters)]", to: "['audit']" },
  },
  {
    ...{ path: 'functions/domain/recordings/edit.ts', what: 'an edit of what somebody else edited' },
    ...{ from: 'if (touched.length === 0) return', to: 'if (touched) return' },
  },
  {
    ...{ path: 'functions/domain/recordings/edit.ts', what: 'an edit that gives its maker more' },
    ...{ from: 'if (!gained) return', to: 'if (principal) return' },
  },
  {
    ...{ path: 'functions/domain/recordings/count.ts', what: 'counting what only the recording decides' },
    ...{ from: 'isDecided || reached.has(recordingId)', to: 'isDecided || open.includes(recordingId)' },
  },
  {
    ...{ path: decide, what: 'what no list carries' },
    ...{ from: 'if (!dependsOnUnlisted(grant)) return', to: 'if (grant) return' },
  },
  {
    ...{ path: 'functions/domain/reviews/notes.ts', what: 'a note of somebody else' },
    ...{ from: 'if (note.authorId !== principal.id)', to: 'if (note.version === 0)' },
  },
  {
    ...{ path: 'functions/domain/reviews/claim.ts', what: 'a review that somebody else holds' },
    ...{ from: 'if (!claim || claim.byId === id) return', to: 'if (claim?.byId !== null) return' },
  },
  {
    ...{ path: 'functions/http/repeatable.ts', what: 'whose an Idempotency-Key is' },
    ...{ from: 'key: `${id}#${idempotencyKey}`', to: 'key: `${id.length}#${idempotencyKey}`' },
  },
]
