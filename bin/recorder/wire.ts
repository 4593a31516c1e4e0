import type { BodyInputOf, Contract, MediaKind, ResponseOf, Voice } from '../../functions/contract/index.ts'

type Ingest = Contract['ingest']

export type IngestBody = BodyInputOf<Ingest['ingestRecording']>
export type IngestResult = ResponseOf<Ingest['ingestRecording']>
export type AnnouncedMedia = NonNullable<IngestBody['media']>[number]
export type IngestedMedia = IngestResult['media'][number]
export type MediaState = IngestedMedia['state']
export type Upload = ResponseOf<Ingest['reissueUpload']>
export type PartPlan = NonNullable<IngestedMedia['parts']>
export type PartUploads = ResponseOf<Ingest['uploadParts']>
export type ArrivedParts = ResponseOf<Ingest['listUploadParts']>
export type { MediaKind, Voice }

/** What a recorder says of a call, apart from its files. */
export type Facts = Omit<IngestBody, 'media' | 'siprec' | 'sipHeaders' | 'pauses' | 'dtmf'>

/** The API takes no more at once: of files in a request, of bytes in a file, of characters in a SIPREC document. */
export const limits = {
  filesPerRequest: 30,
  fileBytes: 5 * 1024 ** 3,
  siprecCharacters: 900_000,
} as const
