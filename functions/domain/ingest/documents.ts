import type { MetadataDocument, Recording } from '../../model/index.ts'
import type { IngestBody } from './facts.ts'

/** Of one recording, together. */
const most = { documents: 50, bytes: 1_048_576 }

const utf8 = new TextEncoder()
const bytesOf = (text: string) => utf8.encode(text).length

/** The document to be added, and what the recording says of those that are kept. */
export type KeptDocuments = Pick<Recording, 'metadataDocuments' | 'hasOmittedDocuments'> & {
  added: MetadataDocument | null
}

/**
 * Keeps a request's SIPREC document after those that came before, while there is room; the same again is a repeat. What is
 * not kept is noted, and the call is taken nonetheless.
 */
export function keepDocument(
  before: readonly MetadataDocument[],
  { body, timeZone, receivedAt }: { body: IngestBody; timeZone: string; receivedAt: string },
  hasOmittedDocuments = false,
): KeptDocuments {
  const same = { added: null, metadataDocuments: before.length, hasOmittedDocuments }
  // A lone surrogate could not be kept as it is, and a repeat would be taken for another document.
  const text = body.siprec?.toWellFormed()
  if (text === undefined || before.some((document) => document.text === text)) return same
  const bytes = before.reduce((sum, document) => sum + bytesOf(document.text), bytesOf(text))
  if (before.length >= most.documents || bytes > most.bytes) return { ...same, hasOmittedDocuments: true }
  const number = (before.at(-1)?.number ?? 0) + 1
  return { ...same, added: { number, receivedAt, timeZone, text }, metadataDocuments: before.length + 1 }
}
