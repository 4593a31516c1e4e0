export { type ExplainPorts, explainPermission, testPolicy } from './explain.ts'
export { changeGroup, createGroup, deleteGroup, findGroup, type GroupPorts, listGroups } from './groups.ts'
export { importUsers } from './import.ts'
export { changeMe, confirmSecondFactor, findMe, type MePorts, permissionsOf, startSecondFactor } from './me.ts'
export {
  changePolicy,
  createPolicy,
  deletePolicy,
  findPolicy,
  issuesOf,
  listPolicies,
  type PolicyPorts,
  vocabulary,
} from './policies.ts'
export { removeSecondFactor, resendInvitation, resetPassword, type SignInPorts, signOutUser } from './sign-ins.ts'
export { changeUser, createUser, findUser, listUsers, removeUser, type UserPorts } from './users.ts'
