import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { Principal, RecordingId } from '../../model/index.ts'
import { notFound } from '../problems/index.ts'
import { requireRecording } from '../recordings/index.ts'
import type { MetadataReaders } from './reading.ts'

/**
 * A document as it was sent.
 * @throws Refusal not_found, too, where the recording has no document of that number
 */
export async function findMetadataDocument(
  stores: MetadataReaders,
  principal: Principal,
  { recordingId, number }: { recordingId: RecordingId; number: number },
): Promise<ResponseOf<Contract['metadata']['getMetadataDocument']>> {
  const [, documents] = await Promise.all([
    requireRecording(stores, principal, recordingId, 'recording:Read'),
    stores.recordings.metadataDocuments(principal.tenantId, recordingId),
  ])
  const document = documents.find((candidate) => candidate.number === number)
  if (!document) throw notFound()
  const { receivedAt, text } = document
  const isXml = /^\uFEFF?\s*</.test(text)
  return { number, receivedAt, fileName: `siprec-${recordingId}-${number}.${isXml ? 'xml' : 'txt'}`, text }
}
