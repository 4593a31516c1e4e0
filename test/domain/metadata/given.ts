import { readSiprec } from '../../../functions/domain/metadata/index.ts'

const crlf = (text: string): string => text.replaceAll('\n', '\r\n')

/** A call from Ann at 2001 to Ben's desk at 2002, as RFC 7865 writes it. */
export const annCallsBen = `<?xml version="1.0" encoding="UTF-8"?>
<recording xmlns="urn:ietf:params:xml:ns:recording:1">
  <datamode>complete</datamode>
  <group group_id="grp-77"><associate-time>2026-03-01T08:00:00Z</associate-time></group>
  <session session_id="call-4711">
    <sipSessionID>aa;remote=bb</sipSessionID>
    <group-ref>grp-77</group-ref>
    <start-time>2026-03-01T10:30:00.250+01:00</start-time>
  </session>
  <participant participant_id="p-ann">
    <nameID aor="sip:2001@198.51.100.7"><name xml:lang="en">Ann Archer</name></nameID>
  </participant>
  <participant participant_id="p-ben">
    <nameID aor="sip:2002@198.51.100.7"><name xml:lang="en">2002</name></nameID>
  </participant>
  <stream stream_id="s1" session_id="call-4711"><label>1</label></stream>
  <participantsessionassoc participant_id="p-ann" session_id="call-4711">
    <associate-time>2026-03-01T09:30:01Z</associate-time>
  </participantsessionassoc>
</recording>`

/** The body of a recording INVITE around a metadata document, among parts that are none of ours. */
export const inviteBody = (metadata: string): string =>
  crlf(`
--cut here/7
Content-Type: application/sdp

v=0
o=- 1 1 IN IP4 198.51.100.9
s=-
m=audio 4000 RTP/AVP 0
a=label:1

--cut here/7
Content-Type: application/resource-lists+xml

<resource-lists xmlns="urn:ietf:params:xml:ns:resource-lists"/>
--cut here/7
content-disposition: recording-session
CONTENT-TYPE:  Application/rs-metadata+xml; charset=utf-8

${metadata}
--cut here/7
Content-Type: application/vnd.example

<recording>not this one</recording>
--cut here/7--
`)

/** A document by itself, with what stands before the model. */
export function readOne(text: string, timeZone?: string) {
  const { facts, participants, parties, model } = readSiprec([{ text, timeZone }])
  const diagnostics = model.diagnostics.map(({ line, message }) => ({ line, message }))
  return { facts, participants, parties, diagnostics }
}
