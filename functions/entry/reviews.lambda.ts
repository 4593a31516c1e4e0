import { categoryStore, recordingStore, reviewStore } from '../adapters/dynamodb/index.ts'
import { bindReviews } from '../http/index.ts'
import { apiHandler, tableStoresFrom } from './environment.ts'

const base = tableStoresFrom(process.env)
const { inTable } = base
const stores = {
  ...base,
  recordings: inTable(recordingStore),
  reviews: inTable(reviewStore),
  categories: inTable(categoryStore),
}

export const handler = apiHandler(process.env, stores, bindReviews(stores))
