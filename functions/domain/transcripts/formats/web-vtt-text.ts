/** The text of a cue in WebVTT: https://www.w3.org/TR/webvtt1/#webvtt-cue-text-parsing-rules */

/** Those that the syntax names; any other stands for itself. */
const characters: Record<string, string> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', lrm: '\u200e', rlm: '\u200f' },
}

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return characters[name] ?? all
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    const isCharacter = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    return isCharacter ? String.fromCodePoint(code) : '\ufffd'
  })
}

/** No more than must be, so that a person can read the file. */
export const encodeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A stretch of a cue in one voice. */
export type Voiced = { speaker: string | null; text: string }

const voiceTag = /^v(?:\.[^\s>]*)?(?:\s+([\s\S]*))?$/

/**
 * Takes markup off and gives what is said, voice by voice. A voice lasts to its end tag, or to the end of the cue.
 * @returns undefined where a tag is not closed
 */
export function readVoices(payload: string): Voiced[] | undefined {
  const voices: Voiced[] = []
  let speaker: string | null = null
  const say = (text: string) => {
    const last = voices.at(-1)
    if (last?.speaker === speaker) last.text += text
    else voices.push({ speaker, text })
  }
  for (let at = 0; at < payload.length; ) {
    const tagAt = payload.indexOf('<', at)
    say(decode(payload.slice(at, tagAt < 0 ? payload.length : tagAt)))
    if (tagAt < 0) break
    const endAt = payload.indexOf('>', tagAt)
    if (endAt < 0) return undefined
    const tag = payload.slice(tagAt + 1, endAt)
    const [isVoice, annotation] = voiceTag.exec(tag) ?? []
    if (isVoice !== undefined)
      speaker =
        decode(annotation ?? '')
          .replace(/\s+/g, ' ')
          .trim() || null
    else if (tag === '/v') speaker = null
    at = endAt + 1
  }
  return voices
}
