import { personStore, recordingStore, transcriptStore } from '../adapters/dynamodb/index.ts'
import { transcriptTexts } from '../adapters/s3/index.ts'
import { personNames } from '../domain/audit/index.ts'
import { bindSegments } from '../http/index.ts'
import { apiHandler, storesFrom } from './environment.ts'

const base = storesFrom(process.env)
const { inTable, inBucket } = base
const stores = {
  ...base,
  people: inTable(personStore),
  recordings: inTable(recordingStore),
  transcripts: inTable(transcriptStore),
  texts: inBucket(transcriptTexts),
}

export const handler = apiHandler(process.env, stores, bindSegments({ ...stores, names: personNames(stores) }))
