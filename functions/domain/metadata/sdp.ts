import { clean } from './texts.ts'

/** A stream as the recording session's SDP describes it (RFC 8866); RFC 7866 section 7.1.1 has each carry a label (RFC 4574). */
export type SdpMedia = {
  label: string
  /** `audio`, `video`, or another word of the SDP. */
  kind: string
  /** Which m-line it is, from 1. */
  position: number
}

const maxMedia = 200

/** The media of a session description that have a label; other attributes are the recorder's own business. */
export function readSdp(sdp: string): SdpMedia[] {
  const media: SdpMedia[] = []
  let kind = ''
  let position = 0
  for (const line of sdp.split(/\r\n|\n|\r/)) {
    if (line.startsWith('m=')) {
      kind = clean(line.slice(2).split(' ')[0])?.toLowerCase() ?? ''
      position += 1
    } else if (line.startsWith('a=label:') && kind !== '') {
      const label = clean(line.slice('a=label:'.length))
      if (label !== undefined && media.length < maxMedia) media.push({ label, kind, position })
    }
  }
  return media
}
