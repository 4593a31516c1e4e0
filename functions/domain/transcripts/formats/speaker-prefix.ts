/**
 * `Dana Cole: Hello` is how lines name who speaks where a format has no place for it. At most 60 characters beginning with a
 * letter, so that times of day and addresses are none.
 */
const prefixPattern = /^(\p{L}[^:\n]{0,59}):\s+(?=\S)/u

export function splitSpeaker(text: string): { speaker: string | null; text: string } {
  const [prefix, speaker] = prefixPattern.exec(text) ?? []
  if (prefix === undefined || speaker === undefined) return { speaker: null, text }
  return { speaker: speaker.replace(/\s+/g, ' ').trim(), text: text.slice(prefix.length) }
}

export const withSpeaker = ({ speaker, text }: { speaker: string | null; text: string }): string =>
  speaker === null ? text : `${speaker}: ${text}`
