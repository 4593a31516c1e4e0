import type { MetadataDocument, Principal, Recording, RecordingId } from '../../model/index.ts'
import type { RecordingStore, SettingsReader } from '../../ports/index.ts'
import { readSiprec, type SiprecReading } from '../metadata/index.ts'
import { requireRecording } from '../recordings/index.ts'

export type MetadataReaders = { recordings: RecordingStore; settings: SettingsReader }

export type CallReading = { recording: Recording; documents: MetadataDocument[]; reading: SiprecReading }

/**
 * A recording with its documents read as one: they are merged whenever they are looked at, so what is shown is what was
 * sent, whatever of it a person corrected since.
 * @throws Refusal not_found
 */
export async function readCall(
  stores: MetadataReaders,
  principal: Principal,
  recordingId: RecordingId,
): Promise<CallReading> {
  const [{ recording }, documents] = await Promise.all([
    requireRecording(stores, principal, recordingId, 'recording:Read'),
    stores.recordings.metadataDocuments(principal.tenantId, recordingId),
  ])
  return { recording, documents, reading: readSiprec(documents, recording.sipHeaders) }
}
