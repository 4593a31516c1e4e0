import { basePath, policies as endpoints } from '../contract/index.ts'
import {
  changePolicy,
  createPolicy,
  deletePolicy,
  type ExplainPorts,
  explainPermission,
  findPolicy,
  issuesOf,
  listPolicies,
  type PolicyPorts,
  testPolicy,
  vocabulary,
} from '../domain/people/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import { repeatableOf } from './repeatable.ts'

export function bindPolicies(ports: PolicyPorts & ExplainPorts): BoundRoom {
  return bindRoom(basePath, endpoints, {
    listPolicies: async ({ principal }) => ({ body: { items: await listPolicies(ports, principal) } }),
    createPolicy: async ({ principal, body, idempotencyKey }) => {
      const repeatable = repeatableOf(principal, idempotencyKey, body)
      const { policy, version, isNew } = await createPolicy(ports, principal, body, repeatable)
      return { status: isNew ? 201 : 200, body: policy, version }
    },
    getPolicyVocabulary: async () => ({ body: vocabulary() }),
    checkPolicy: async ({ body }) => ({ body: { issues: issuesOf(body.document) } }),
    testPolicy: async ({ principal, body }) => ({ body: await testPolicy(ports, principal, body) }),
    getPolicy: async ({ principal, params }) => {
      const { policy, version } = await findPolicy(ports, principal, params.policyId)
      return { body: policy, version }
    },
    changePolicy: async ({ principal, params, body, baseVersion }) => {
      const { policy, version } = await changePolicy(ports, principal, params.policyId, body, baseVersion)
      return { body: policy, version }
    },
    deletePolicy: async ({ principal, params, baseVersion }) => {
      await deletePolicy(ports, principal, params.policyId, baseVersion)
      return { body: undefined }
    },
    explainPermission: async ({ principal, body }) => ({ body: await explainPermission(ports, principal, body) }),
  })
}
