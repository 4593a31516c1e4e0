/** Documents in the manners of several vendors; the names, numbers and ids are ours. */

/** An older dialect: no `:1`, `datamode`, ids without a prefix, streams and times within the participant, times without offset. */
export const borderController = `<?xml version='1.0' encoding='UTF-8'?>
<recording xmlns='urn:ietf:params:xml:ns:recording'>
  <datamode>complete</datamode>
  <group id="grp-1"><associate-time>2026-03-01T09:00:00</associate-time></group>
  <session id="ses-1" group="grp-1">
    <associate-time>2026-03-01T09:00:00</associate-time>
    <extensiondata xmlns:v="http://vendor.example/siprec/extensiondata">
      <v:ucid>00FA0800AB12;encoding=hex</v:ucid>
      <v:direction>inbound</v:direction>
    </extensiondata>
  </session>
  <participant id="par-2" session="ses-1">
    <nameID aor="sip:1002@192.0.2.10"><name>1002</name></nameID>
    <send>str-2</send>
    <associate-time>2026-03-01T09:00:02</associate-time>
    <extensiondata xmlns:v="http://vendor.example/siprec/extensiondata"><v:callingParty>false</v:callingParty></extensiondata>
  </participant>
  <participant id="par-1" session="ses-1">
    <nameID aor="sip:+14155550101@192.0.2.11"><name>Rita Reyes</name></nameID>
    <send>str-1</send>
    <recv>str-2</recv>
    <associate-time>2026-03-01T09:00:00</associate-time>
    <extensiondata xmlns:v="http://vendor.example/siprec/extensiondata">
      <v:callingParty>true</v:callingParty>
      <v:header label="P-Charging-Vector"><value>icid-value=1</value></v:header>
    </extensiondata>
  </participant>
  <stream id="str-1" session="ses-1"><label>101</label><mode>separate</mode><associate-time>2026-03-01T09:00:00</associate-time></stream>
  <stream id="str-2" session="ses-1"><label>102</label><mode>separate</mode><associate-time>2026-03-01T09:00:02</associate-time></stream>
</recording>`

/** All elements prefixed, `dataMode`, times in associations, extension data attached by its parent's id. */
export const callManager = `<?xml version="1.0"?>
<rs:recording xmlns:rs="urn:ietf:params:xml:ns:recording:1" xmlns:x="urn:vendor:example:cm">
  <rs:dataMode>Complete</rs:dataMode>
  <rs:session session_id="cm-ses">
    <rs:sipSessionID>a1;remote=b2</rs:sipSessionID>
    <rs:sipSessionID>c3;remote=d4</rs:sipSessionID>
    <rs:reason protocol="Q.850">Compliance</rs:reason>
    <rs:start-time>2026-03-01T09:00:00Z</rs:start-time>
    <rs:stop-time>2026-03-01T09:05:00Z</rs:stop-time>
  </rs:session>
  <rs:participant participant_id="cm-a"><rs:nameID aor="tel:+442079460101"><rs:name xml:lang="en">Olu</rs:name><rs:name xml:lang="fr">Olou</rs:name></rs:nameID></rs:participant>
  <rs:participant participant_id="cm-b"><rs:nameID aor="2002@pbx.example"/></rs:participant>
  <rs:stream stream_id="cm-s1" session_id="cm-ses"><rs:label>1</rs:label></rs:stream>
  <rs:stream stream_id="cm-s2" session_id="cm-ses"><rs:label>2</rs:label></rs:stream>
  <rs:sessionrecordingassoc session_id="cm-ses"><rs:associate-time>2026-03-01T09:00:01Z</rs:associate-time></rs:sessionrecordingassoc>
  <rs:participantsessionassoc participant_id="cm-a" session_id="cm-ses"><rs:associate-time>2026-03-01T09:00:01Z</rs:associate-time></rs:participantsessionassoc>
  <rs:participantsessionassoc participant_id="cm-b" session_id="cm-ses"><rs:associate-time>2026-03-01T09:00:03Z</rs:associate-time></rs:participantsessionassoc>
  <rs:participantstreamassoc participant_id="cm-a"><rs:send>cm-s1</rs:send><rs:recv>cm-s2</rs:recv></rs:participantstreamassoc>
  <rs:participantstreamassoc participant_id="cm-b"><rs:send>cm-s2</rs:send><rs:recv>cm-s1</rs:recv></rs:participantstreamassoc>
  <rs:extensiondata id="e1" parent="cm-b"><x:agent x:skill="gold"><x:id>4711</x:id><x:team>North</x:team><x:team>Night</x:team></x:agent></rs:extensiondata>
  <rs:extensiondata id="e2" parent="cm-ses"><x:skillGroup>Sales</x:skillGroup></rs:extensiondata>
  <rs:extensiondata id="e3" parent="nobody"><x:lost>kept all the same</x:lost></rs:extensiondata>
</rs:recording>`

/** The call's own headers beside the session, in a namespace of the vendor's; names and addresses without nameID. */
export const mediaGateway = `<recording xmlns="urn:ietf:params:xml:ns:recording:1">
  <session session_id="gw-ses"/>
  <participant participant_id="gw-1"><aor>2010</aor><name>Front desk</name></participant>
  <participant participant_id="gw-2"><aor>+4930901820</aor></participant>
  <callData xmlns="urn:vendor:example:callData">
    <fromhdr>"Kai" &lt;sip:+4930901820@carrier.example&gt;;tag=1</fromhdr>
    <tohdr>&lt;sip:2010@pbx.example&gt;</tohdr>
    <callid>77aa@carrier.example</callid>
    <gcid>99</gcid>
  </callData>
</recording>`

/** No namespace at all, and a stream for both. */
export const plainRecorder = `<recording>
<session session_id="pl-1"><start-time>2026-03-01T09:00:00+02:00</start-time></session>
<participant participant_id="pl-a"><nameID aor="sip:300@h"/></participant>
<participant participant_id="pl-b"><nameID aor="sip:301@h"/></participant>
<stream stream_id="pl-s" session_id="pl-1"><label>9</label><mode>mixed</mode></stream>
<participantstreamassoc participant_id="pl-a"><send>pl-s</send></participantstreamassoc>
<participantstreamassoc participant_id="pl-b"><send>pl-s</send></participantstreamassoc>
</recording>`

/** A call of which its recorder tells bit by bit: `inner` changes what held. */
export const partial = (inner: string): string =>
  `<recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>partial</datamode>${inner}</recording>`

const association = (kind: 'associate' | 'disassociate', time: string) => `<${kind}-time>${time}</${kind}-time>`

/** `a` and `b` talk from 09:00:00 on, each on a stream of their own. */
export const twoTalk = `<recording xmlns="urn:ietf:params:xml:ns:recording:1">
  <datamode>complete</datamode>
  <session session_id="s"/>
  <participant participant_id="a"><nameID aor="sip:2001@h"/></participant>
  <participant participant_id="b"><nameID aor="sip:2002@h"/></participant>
  <stream stream_id="sa" session_id="s"><label>1</label></stream>
  <stream stream_id="sb" session_id="s"><label>2</label></stream>
  <participantsessionassoc participant_id="a" session_id="s">${association('associate', '2026-03-01T09:00:00Z')}</participantsessionassoc>
  <participantsessionassoc participant_id="b" session_id="s">${association('associate', '2026-03-01T09:00:00Z')}</participantsessionassoc>
  <participantstreamassoc participant_id="a"><send>sa</send><recv>sb</recv>${association('associate', '2026-03-01T09:00:00Z')}</participantstreamassoc>
  <participantstreamassoc participant_id="b"><send>sb</send><recv>sa</recv>${association('associate', '2026-03-01T09:00:00Z')}</participantstreamassoc>
</recording>`

export const joins = (id: string, time: string): string =>
  partial(`<participant participant_id="${id}"><nameID aor="sip:2003@h"/></participant>
    <stream stream_id="s${id}" session_id="s"><label>3</label></stream>
    <participantsessionassoc participant_id="${id}" session_id="s">${association('associate', time)}</participantsessionassoc>
    <participantstreamassoc participant_id="${id}"><send>s${id}</send>${association('associate', time)}</participantstreamassoc>`)

export const leaves = (id: string, time: string): string =>
  partial(
    `<participantsessionassoc participant_id="${id}" session_id="s">${association('disassociate', time)}</participantsessionassoc>`,
  )

/** From then on the participant sends and receives these streams and no others. */
export const streamsOf = (id: string, sends: string[], receives: string[], time: string): string =>
  partial(
    `<participantstreamassoc participant_id="${id}">${sends.map((stream) => `<send>${stream}</send>`).join('')}${receives
      .map((stream) => `<recv>${stream}</recv>`)
      .join('')}${association('associate', time)}</participantstreamassoc>`,
  )
