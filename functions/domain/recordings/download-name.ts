import type { MediaFile, Recording } from '../../model/index.ts'

const extensions: Record<string, string> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/opus': 'opus',
  'audio/webm': 'webm',
  'video/webm': 'webm',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
}

function extensionOf(file: MediaFile): string {
  const own = /\.([A-Za-z0-9]{1,8})$/.exec(file.fileName ?? '')?.[1]
  return own?.toLowerCase() ?? extensions[file.contentType.toLowerCase()] ?? 'bin'
}

/** So that what stands behind a long address, the side above all, is still in the name. */
const maxWordCharacters = 32

/** By characters, so that none is cut in half. */
function shortened(word: string): string {
  return [...word].slice(0, maxWordCharacters).join('')
}

function localTime(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant))
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}.${part('minute')}.${part('second')}`
}

/**
 * A name that tells what the file is, safe on every file system:
 * `2026-03-01 14.05.09 +15550100 to 1002 caller.wav`, with the segment and kind where there are others.
 * @param timeZone IANA name; the time is written in it
 */
export function downloadName(recording: Recording, file: MediaFile, timeZone: string): string {
  const what = [
    localTime(recording.startedAt, timeZone),
    shortened(recording.from ?? 'unknown'),
    'to',
    shortened(recording.to ?? 'unknown'),
    recording.media.segments > 1 ? `segment ${file.seq}` : '',
    file.kind === 'audio' ? '' : file.kind,
    file.channels.length === 1 ? shortened(file.channels[0] ?? '') : '',
  ]
  const name = what
    .filter((word) => word !== '')
    .join(' ')
    .replace(/[^\p{L}\p{M}\p{N} .@+_-]/gu, '_')
  return `${name}.${extensionOf(file)}`
}
