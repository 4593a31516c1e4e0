export type Tenant = 'acme' | 'globex'
export type RouteName = 'Sales' | 'Support'
export type Agent = { agentId: string; agentName: string }
export type Customer = { name: string; number: string }

/** Numbers are of the 555-01xx block, which North America keeps for fiction. */
export const companies = {
  acme: {
    numbers: { Sales: '+14155550100', Support: '+14155550101' },
    queues: { Sales: 'New patients', Support: 'Appointments' },
    agents: {
      Sales: [
        { agentId: '1002', agentName: 'Uma Patel' },
        { agentId: '1005', agentName: 'Grace Kim' },
      ],
      Support: [
        { agentId: '1003', agentName: 'Ben Ortiz' },
        { agentId: '1004', agentName: 'Mia Chen' },
      ],
    },
  },
  globex: {
    numbers: { Sales: '+16175550110', Support: '+16175550111' },
    queues: { Sales: 'Bookings', Support: 'Changes and refunds' },
    agents: {
      Sales: [
        { agentId: '2001', agentName: 'Priya Nair' },
        { agentId: '2003', agentName: 'Omar Haddad' },
      ],
      Support: [
        { agentId: '2002', agentName: 'Leo Martin' },
        { agentId: '2004', agentName: 'Ines Costa' },
      ],
    },
  },
} as const satisfies Record<
  Tenant,
  {
    numbers: Record<RouteName, string>
    queues: Record<RouteName, string>
    agents: Record<RouteName, readonly [Agent, ...Agent[]]>
  }
>

export const customers: readonly Customer[] = [
  { name: 'Aisha Rahman', number: '+12125550127' },
  { name: 'Carlos Mendez', number: '+13055550148' },
  { name: 'Elena Petrova', number: '+14155550133' },
  { name: 'Frank Whitaker', number: '+17025550119' },
  { name: 'Gwen Okafor', number: '+12065550172' },
  { name: 'Hiro Tanaka', number: '+18085550156' },
  { name: 'Isabel Duarte', number: '+16175550184' },
  { name: 'Jonas Weber', number: '+13125550165' },
  { name: 'Kavya Iyer', number: '+14085550139' },
  { name: 'Liam Byrne', number: '+15035550112' },
  { name: 'Maya Goldberg', number: '+16465550191' },
  { name: 'Noah Laurent', number: '+15145550104' },
  { name: 'Olivia Hart', number: '+14045550177' },
  { name: 'Pavel Novotny', number: '+16125550128' },
  { name: 'Quentin Brooks', number: '+12155550143' },
  { name: 'Ruth Abiola', number: '+17135550160' },
]

/** Customers whose voices are in the recordings. */
export const spokenCustomers = {
  dana: { name: 'Dana Cole', number: '+14155550142' },
  walter: { name: 'Walter Finch', number: '+14155550187' },
  rosa: { name: 'Rosa Delgado', number: '+15105550163' },
  marcus: { name: 'Marcus Bell', number: '+16505550121' },
  helen: { name: 'Helen Murray', number: '+16175550156' },
} as const satisfies Record<string, Customer>
