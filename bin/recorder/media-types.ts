import { extname } from 'node:path'
import type { MediaKind } from './wire.ts'

/** Media types of what recorders write, by extension (IANA's names where it has one). */
const contentTypes: Readonly<Record<string, string>> = {
  '.wav': 'audio/wav',
  '.wave': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.m4a': 'audio/mp4',
  '.aac': 'audio/aac',
  '.flac': 'audio/flac',
  '.weba': 'audio/webm',
  '.mka': 'audio/x-matroska',
  '.amr': 'audio/amr',
  '.awb': 'audio/amr-wb',
  '.gsm': 'audio/x-gsm',
  '.au': 'audio/basic',
  '.snd': 'audio/basic',
  '.ulaw': 'audio/basic',
  '.ul': 'audio/basic',
  '.alaw': 'audio/x-alaw',
  '.al': 'audio/x-alaw',
  '.aif': 'audio/aiff',
  '.aiff': 'audio/aiff',
  '.wma': 'audio/x-ms-wma',
  '.caf': 'audio/x-caf',
  '.webm': 'video/webm',
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mkv': 'video/x-matroska',
  '.mov': 'video/quicktime',
  '.avi': 'video/x-msvideo',
  '.mpg': 'video/mpeg',
  '.mpeg': 'video/mpeg',
  '.ogv': 'video/ogg',
  '.3gp': 'video/3gpp',
  '.wmv': 'video/x-ms-wmv',
}

export type FileType = { contentType: string; kind: MediaKind }

/** The type of a file by its extension; `application/octet-stream` and audio where it tells nothing. */
export function fileTypeOf(path: string): FileType {
  const contentType = contentTypes[extname(path).toLowerCase()] ?? 'application/octet-stream'
  return { contentType, kind: contentType.startsWith('video/') ? 'video' : 'audio' }
}

export const isMediaName = (path: string): boolean => extname(path).toLowerCase() in contentTypes
