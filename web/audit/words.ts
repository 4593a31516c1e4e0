import type { Contract, otherAuditActions } from '../../functions/contract/index.ts'
import type { AuditEntry } from '../api/index.ts'

/** Everything that an entry can be of: the endpoints of the contract and what happens without one. */
export type AuditAction =
  | { [Room in keyof Contract]: keyof Contract[Room] }[keyof Contract]
  | (typeof otherAuditActions)[number]

/** What somebody did, or tried to, as a past participle's sentence without its subject. */
const words: Record<AuditAction, string> = {
  signIn: 'Signed in',
  getMe: 'Read who they are',
  changeMe: 'Changed their profile',
  getMyPermissions: 'Read what they may do',
  startSecondFactor: 'Began to set up a second factor',
  confirmSecondFactor: 'Set up a second factor',
  getTenant: 'Read the tenant’s settings',
  changeTenant: 'Changed the tenant’s settings',
  listRoutes: 'Listed routes',
  createRoute: 'Made a route',
  testRoutes: 'Tested routes',
  getRoute: 'Read a route',
  changeRoute: 'Changed a route',
  deleteRoute: 'Deleted a route',
  listTenants: 'Listed tenants',
  createTenant: 'Made the tenant',
  getSupportAccess: 'Read whether support access is open',
  openSupportAccess: 'Opened support access',
  closeSupportAccess: 'Ended support access',
  listAdministrators: 'Listed administrators',
  createAdministrator: 'Invited an administrator',
  changeAdministrator: 'Changed an administrator',
  removeAdministrator: 'Removed an administrator',
  listUsers: 'Listed people',
  createUser: 'Invited a person',
  importUsers: 'Imported people',
  getUser: 'Read a person',
  changeUser: 'Changed a person',
  removeUser: 'Removed a person',
  resendInvitation: 'Sent an invitation again',
  resetPassword: 'Sent a person a new password',
  signOutUser: 'Signed a person out',
  removeSecondFactor: 'Removed a person’s second factor',
  listGroups: 'Listed groups',
  createGroup: 'Made a group',
  getGroup: 'Read a group',
  changeGroup: 'Changed a group',
  deleteGroup: 'Deleted a group',
  listPolicies: 'Listed policies',
  createPolicy: 'Made a policy',
  getPolicyVocabulary: 'Read what policies can say',
  checkPolicy: 'Checked a policy',
  testPolicy: 'Tried a policy',
  getPolicy: 'Read a policy',
  changePolicy: 'Changed a policy',
  deletePolicy: 'Deleted a policy',
  explainPermission: 'Asked why something is allowed',
  listRecorders: 'Listed recorders',
  createRecorder: 'Made a recorder',
  getRecorder: 'Read a recorder',
  changeRecorder: 'Changed a recorder',
  deleteRecorder: 'Deleted a recorder',
  addSecret: 'Added a secret to a recorder',
  removeSecret: 'Gave up a secret of a recorder',
  listRecordings: 'Searched recordings',
  countRecordings: 'Counted recordings',
  getRecording: 'Opened a recording',
  correctRecording: 'Corrected a recording',
  deleteRecording: 'Deleted a recording',
  getTranscript: 'Read a transcript',
  importTranscript: 'Imported a transcript',
  removeTranscript: 'Removed a transcript',
  exportTranscript: 'Exported a transcript',
  addCue: 'Added a cue to a transcript',
  changeCue: 'Edited a cue of a transcript',
  removeCue: 'Removed a cue of a transcript',
  listCueHistory: 'Read the history of a cue',
  getDtmf: 'Looked at the digits that were pressed',
  playMedia: 'Played a recording',
  downloadMedia: 'Downloaded a file',
  getPeaks: 'Saw when who spoke',
  getPlayableCopy: 'Asked for a playable copy',
  makePlayableCopy: 'Had a playable copy made',
  addRangesHeard: 'Listened to a recording',
  ingestRecording: 'Sent a recording',
  addDtmf: 'Sent digits that were pressed',
  reissueUpload: 'Asked for an upload again',
  uploadParts: 'Began to send a file in parts',
  listUploadParts: 'Listed the parts of a file that arrived',
  completeUpload: 'Put the parts of a file together',
  abortUpload: 'Gave up the parts of a file',
  listAudit: 'Read the audit',
  exportAudit: 'Exported the audit',
}

// The keys of a record over AuditAction.
export const auditActions = Object.keys(words) as AuditAction[]

const isAuditAction = (text: string): text is AuditAction => Object.hasOwn(words, text)

/** What was done; an action that this dashboard does not know yet is shown by its name. */
export const actionWords = (action: string): string => (isAuditAction(action) ? words[action] : action)

export type AuditObject = keyof AuditEntry['objects']

/** What was acted on. */
export const objectWords: Record<AuditObject, string> = {
  recordingId: 'Recording',
  sessionId: 'Session',
  mediaId: 'File',
  listeningId: 'Listening',
  routeId: 'Route',
  userId: 'Person',
  groupId: 'Group',
  policyId: 'Policy',
  recorderId: 'Recorder',
  secretId: 'Secret',
  tenantId: 'Tenant',
  administratorId: 'Administrator',
}
