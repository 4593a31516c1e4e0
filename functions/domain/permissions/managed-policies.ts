import type { ManagedPolicy, Permission } from '../../contract/index.ts'

type Managed = {
  description: string
  actions: readonly Permission[]
  agentIds?: 'user.agentIds' | 'user.groupAgentIds'
}

/** ISR's permissions; the last two are what lies between "own calls" and "all calls". */
const managed: Record<ManagedPolicy, Managed> = {
  view: {
    description: 'See recordings in lists and open their details',
    actions: ['recording:List', 'recording:Read'],
  },
  play: { description: 'Play audio', actions: ['recording:Play'] },
  video: { description: 'Play video and screen', actions: ['recording:PlayVideo'] },
  download: { description: 'Download files', actions: ['recording:Download'] },
  delete: { description: 'Delete recordings', actions: ['recording:Delete'] },
  editDetails: { description: 'Correct what the recorder sent', actions: ['recording:Edit'] },
  notesAndScoring: { description: 'Rate, categorise and write notes', actions: ['recording:Review'] },
  customData: { description: 'Fill in custom data', actions: ['recording:EditCustomData'] },
  neverExpire: { description: 'Keep recordings from expiring', actions: ['recording:SetNeverExpire'] },
  restore: { description: 'Bring archived recordings back', actions: ['recording:Restore'] },
  viewDtmf: { description: 'See digits that were pressed', actions: ['recording:ReadDtmf'] },
  auditView: { description: 'See who did what', actions: ['audit:Read'] },
  myCalls: {
    description: 'See and play calls of one’s own agent ids',
    actions: ['recording:List', 'recording:Read', 'recording:Play', 'recording:PlayVideo'],
    agentIds: 'user.agentIds',
  },
  myGroupsCalls: {
    description: 'See and play calls of the groups that one supervises',
    actions: ['recording:List', 'recording:Read', 'recording:Play', 'recording:PlayVideo'],
    agentIds: 'user.groupAgentIds',
  },
}

export const managedPolicies: readonly { name: ManagedPolicy; description: string; document: string }[] =
  Object.entries(managed).map(([name, { description, actions, agentIds }]) => ({
    name: name as ManagedPolicy, // the keys of `managed` are the names
    description,
    document: JSON.stringify(documentOf(name, actions, agentIds), null, 2),
  }))

export const everyManagedPolicy: readonly ManagedPolicy[] = managedPolicies.map(({ name }) => name)

function documentOf(name: string, actions: readonly string[], agentIds: string | undefined): object {
  return {
    Version: '2012-10-17',
    Id: name,
    Statement: [
      {
        Effect: 'Allow',
        Action: actions,
        Resource: '*',
        ...(agentIds && { Condition: { StringEquals: { 'recording.agentId': `\${${agentIds}}` } } }),
      },
    ],
  }
}
