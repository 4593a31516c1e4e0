import { recordingStore, renditionStore } from '../adapters/dynamodb/index.ts'
import { mediaStore, renditionObjects } from '../adapters/s3/index.ts'
import { bindMedia } from '../http/index.ts'
import { apiHandler, storesFrom } from './environment.ts'
import { renditionQueueFrom } from './work.ts'

const base = storesFrom(process.env)
const { inTable, inBucket } = base
const stores = {
  ...base,
  recordings: inTable(recordingStore),
  renditions: inTable(renditionStore),
  media: inBucket(mediaStore),
  objects: inBucket(renditionObjects),
}

export const handler = apiHandler(process.env, stores, bindMedia({ ...stores, queue: renditionQueueFrom(process.env) }))
