import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { Principal, RecordingId } from '../../model/index.ts'
import { ExtensionDataView, leftOutMessage } from './extension-data.ts'
import { type MetadataReaders, readCall } from './reading.ts'

export type SessionMetadataView = ResponseOf<Contract['metadata']['getSessionMetadata']>

/** @throws Refusal not_found */
export async function findSessionMetadata(
  stores: MetadataReaders,
  principal: Principal,
  recordingId: RecordingId,
): Promise<SessionMetadataView> {
  const { recording, documents, reading } = await readCall(stores, principal, recordingId)
  const { model, parties } = reading
  const extensionData = new ExtensionDataView()
  const view = {
    documents: documents.map(({ number, receivedAt, timeZone, text }, index) => ({
      ...{ number, receivedAt, timeZone, characters: text.length, mode: model.modes[index] ?? null },
    })),
    hasOmittedDocuments: recording.hasOmittedDocuments,
    sessions: model.sessions.map(({ id, extensions, ...session }) => ({
      ...{ sessionId: id, ...session, extensionData: extensionData.of('session', extensions) },
    })),
    groups: model.groups.map(({ id, spans, extensions }) => ({
      ...{ groupId: id, spans, extensionData: extensionData.of('group', extensions) },
    })),
    extensionData: extensionData.of('recording', model.extensions),
    partiesBy: parties.basis,
    // An INVITE that was sent whole brings its own.
    sipHeaders: recording.sipHeaders.length > 0 ? recording.sipHeaders : model.headers,
  }
  const leftOut = { document: documents.at(-1)?.number ?? 1, line: null, message: leftOutMessage }
  return { ...view, diagnostics: extensionData.hasLeftOut ? [...model.diagnostics, leftOut] : model.diagnostics }
}
