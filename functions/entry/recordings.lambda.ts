import { recordingStore, renditionStore, reviewStore } from '../adapters/dynamodb/index.ts'
import { mediaParts, mediaStore, renditionObjects } from '../adapters/s3/index.ts'
import { bindRecordings } from '../http/index.ts'
import { apiHandler, cursorsFrom, storesFrom } from './environment.ts'

const base = storesFrom(process.env)
const { inTable, inBucket } = base
const stores = {
  ...base,
  recordings: inTable(recordingStore),
  reviews: inTable(reviewStore),
  renditions: inTable(renditionStore),
  media: inBucket(mediaStore),
  parts: inBucket(mediaParts),
  objects: inBucket(renditionObjects),
}

export const handler = apiHandler(process.env, stores, bindRecordings({ ...stores, cursors: cursorsFrom(process.env) }))
