import type { Call } from './seed.ts'

/** What happened in a call beside its two voices, in seconds from its start. */
type Story = {
  /** The agent puts the caller on hold. */
  hold?: { fromS: number; untilS: number }
  /** A colleague comes in, and may leave before the end. */
  joins?: { name: string; extension: string; fromS: number; untilS?: number }
  skill: string
  /** One recorder writes as RFC 7865 does, the other one as the drafts before it did. */
  dialect: 'rfc' | 'draft'
}

/** The calls whose recorder sent metadata. */
const stories: Readonly<Record<string, Story>> = {
  'acme-new-patient': {
    ...{ dialect: 'draft', skill: 'New patients', hold: { fromS: 18, untilS: 27 } },
    joins: { name: 'Grace Kim', extension: '1006', fromS: 22, untilS: 40 },
  },
  'acme-reschedule': { dialect: 'rfc', skill: 'Appointments' },
  'acme-transfer-1': {
    ...{ dialect: 'draft', skill: 'Billing' },
    joins: { name: 'Uma Patel', extension: '1002', fromS: 29 },
  },
  'globex-lisbon': { dialect: 'rfc', skill: 'City breaks', hold: { fromS: 6, untilS: 14 } },
  'globex-refund': {
    ...{ dialect: 'rfc', skill: 'Refunds' },
    joins: { name: 'Priya Nair', extension: '2010', fromS: 15, untilS: 30 },
  },
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' }
const xml = (text: string) => text.replace(/[&<"]/g, (char) => escapes[char] ?? char)

/** The documents of a call in the order in which its recorder sent them; none for most calls. */
export function siprecDocuments(call: Call, startedAt: string): string[] {
  const story = stories[call.key]
  if (!story) return []
  const at = (seconds: number) => new Date(Date.parse(startedAt) + seconds * 1_000).toISOString()
  const { hold, joins, dialect } = story
  const changes = [
    ...(hold === undefined ? [] : [{ s: hold.fromS, text: agentFlow(call, at(hold.fromS), false) }]),
    ...(hold === undefined ? [] : [{ s: hold.untilS, text: agentFlow(call, at(hold.untilS), true) }]),
    ...(joins === undefined ? [] : [{ s: joins.fromS, text: join(call, joins, at(joins.fromS)) }]),
    ...(joins?.untilS === undefined ? [] : [{ s: joins.untilS, text: leave(call, at(joins.untilS)) }]),
  ].sort((a, b) => a.s - b.s)
  const first = dialect === 'rfc' ? rfcDocument(call, story, startedAt) : draftDocument(call, story, startedAt)
  return [first, ...changes.map(({ text }) => text)]
}

const ids = ({ key }: Call) => ({
  ...{ session: `${key}-session`, caller: `${key}-caller`, agent: `${key}-agent`, third: `${key}-third` },
  ...{ callerStream: `${key}-s1`, agentStream: `${key}-s2`, thirdStream: `${key}-s3` },
})

/** The customer, and whoever of the company talked to them. */
function parties({ direction, from, fromName, to, toName, agentName, agentId }: Call) {
  const isOutbound = direction === 'outbound'
  return {
    customer: { number: isOutbound ? to : from, name: (isOutbound ? toName : fromName) ?? '' },
    agent: { number: isOutbound ? from : to, name: agentName ?? '', agentId: agentId ?? '' },
    isOutbound,
  }
}

const sdp = `v=0
o=recorder 1 1 IN IP4 198.51.100.20
s=-
t=0 0
m=audio 20106 RTP/AVP 0
a=label:1
a=sendonly
m=audio 20110 RTP/AVP 0
a=label:2
a=sendonly
`

/** As it lies in the INVITE's body, with the SDP that its labels refer to. */
const inviteBody = (metadata: string): string =>
  `--unique-boundary-1\r\nContent-Type: application/sdp\r\n\r\n${sdp}\r\n--unique-boundary-1\r\nContent-Type: application/rs-metadata+xml\r\nContent-Disposition: recording-session\r\n\r\n${metadata}\r\n--unique-boundary-1--\r\n`

function draftDocument(call: Call, { skill }: Story, startedAt: string): string {
  const { session, caller, agent, callerStream, agentStream } = ids(call)
  const { customer, agent: person, isOutbound } = parties(call)
  const time = `<associate-time>${startedAt}</associate-time>`
  const namespace = 'xmlns:sbc="http://sbc.example/siprec/extensiondata"'
  const group = call.callGroup ? ` group="${xml(call.callGroup)}"` : ''
  return inviteBody(`<?xml version='1.0' encoding='UTF-8'?>
<recording xmlns='urn:ietf:params:xml:ns:recording'>
  <datamode>complete</datamode>${call.callGroup ? `\n  <group id="${xml(call.callGroup)}">${time}</group>` : ''}
  <session id="${session}"${group}>
    ${time}
    <extensiondata ${namespace}>
      <sbc:ucid>${xml(call.sessionId)}</sbc:ucid>
      <sbc:skill>${xml(skill)}</sbc:skill>
    </extensiondata>
  </session>
  <participant id="${caller}" session="${session}">
    <nameID aor="sip:${xml(customer.number)}@carrier.example"><name>${xml(customer.name)}</name></nameID>
    <send>${callerStream}</send>
    <recv>${agentStream}</recv>
    ${time}
    <extensiondata ${namespace}><sbc:callingParty>${!isOutbound}</sbc:callingParty></extensiondata>
  </participant>
  <participant id="${agent}" session="${session}">
    <nameID aor="sip:${xml(person.number)}@pbx.example"><name>${xml(person.name)}</name></nameID>
    <send>${agentStream}</send>
    <recv>${callerStream}</recv>
    ${time}
    <extensiondata ${namespace}>
      <sbc:callingParty>${isOutbound}</sbc:callingParty>
      <sbc:header label="X-Agent"><value>${xml(person.agentId)}</value></sbc:header>
    </extensiondata>
  </participant>
  <stream id="${callerStream}" session="${session}"><label>1</label><mode>separate</mode>${time}</stream>
  <stream id="${agentStream}" session="${session}"><label>2</label><mode>separate</mode>${time}</stream>
</recording>`)
}

function rfcDocument(call: Call, { skill }: Story, startedAt: string): string {
  const { session, caller, agent, callerStream, agentStream } = ids(call)
  const { customer, agent: person } = parties(call)
  const time = `<associate-time>${startedAt}</associate-time>`
  const joined = (id: string) =>
    `<participantsessionassoc participant_id="${id}" session_id="${session}">${time}</participantsessionassoc>`
  const flows = (id: string, send: string, recv: string) =>
    `<participantstreamassoc participant_id="${id}"><send>${send}</send><recv>${recv}</recv>${time}</participantstreamassoc>`
  return inviteBody(`<?xml version="1.0" encoding="UTF-8"?>
<recording xmlns="urn:ietf:params:xml:ns:recording:1" xmlns:cc="urn:example:contact-centre">
  <datamode>complete</datamode>
  <session session_id="${session}">
    <sipSessionID>${xml(call.sessionId)};remote=0000</sipSessionID>
    <start-time>${startedAt}</start-time>
    <extensiondata><cc:routing><cc:skill>${xml(skill)}</cc:skill><cc:queue>${xml(call.queue ?? 'none')}</cc:queue></cc:routing></extensiondata>
  </session>
  <participant participant_id="${caller}"><nameID aor="tel:${xml(customer.number)}"><name xml:lang="en">${xml(customer.name)}</name></nameID></participant>
  <participant participant_id="${agent}">
    <nameID aor="sip:${xml(person.number)}@pbx.example"><name xml:lang="en">${xml(person.name)}</name></nameID>
    <extensiondata><cc:agent cc:id="${xml(person.agentId)}"/></extensiondata>
  </participant>
  <stream stream_id="${callerStream}" session_id="${session}"><label>1</label></stream>
  <stream stream_id="${agentStream}" session_id="${session}"><label>2</label></stream>
  <sessionrecordingassoc session_id="${session}">${time}</sessionrecordingassoc>
  ${joined(caller)}
  ${joined(agent)}
  ${flows(caller, callerStream, agentStream)}
  ${flows(agent, agentStream, callerStream)}
</recording>`)
}

const partial = (inner: string): string =>
  `<recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>partial</datamode>${inner}</recording>`

/** On hold an agent hears and says nothing; afterwards both again. */
function agentFlow(call: Call, time: string, isTalking: boolean): string {
  const { agent, agentStream, callerStream } = ids(call)
  const streams = isTalking ? `<send>${agentStream}</send><recv>${callerStream}</recv>` : ''
  const since = `<associate-time>${time}</associate-time>`
  return partial(`<participantstreamassoc participant_id="${agent}">${streams}${since}</participantstreamassoc>`)
}

function join(call: Call, { name, extension }: NonNullable<Story['joins']>, time: string): string {
  const { session, third, thirdStream, callerStream } = ids(call)
  const since = `<associate-time>${time}</associate-time>`
  return partial(
    `<participant participant_id="${third}"><nameID aor="sip:${extension}@pbx.example"><name>${xml(name)}</name></nameID></participant>
<stream stream_id="${thirdStream}" session_id="${session}"><label>3</label></stream>
<participantsessionassoc participant_id="${third}" session_id="${session}">${since}</participantsessionassoc>
<participantstreamassoc participant_id="${third}"><send>${thirdStream}</send><recv>${callerStream}</recv>${since}</participantstreamassoc>`,
  )
}

function leave(call: Call, time: string): string {
  const { session, third } = ids(call)
  const until = `<disassociate-time>${time}</disassociate-time>`
  return partial(
    `<participantsessionassoc participant_id="${third}" session_id="${session}">${until}</participantsessionassoc>`,
  )
}
