import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const countsSchema = z
  .object({
    /** Requests to the API, each of which starts the function of a room. */
    apiRequests: z.int(),
    apiAnswerBytes: z.number(),
    dynamodbCalls: z.int(),
    readUnits: z.number(),
    /** Transactions count twice, indexes are included, as the engine counts them. */
    writeUnits: z.number(),
    /** PUT, POST, COPY and LIST, which have one price. */
    s3Writes: z.int(),
    /** GET and HEAD. */
    s3Reads: z.int(),
    /** What the table has more (or less) for it afterwards, indexes included, beside the audit. */
    recordingBytes: z.number(),
    /** What the audit in the table has more. */
    auditBytes: z.number(),
  })
  .strict()

/** What one operation asks of AWS, at its dearest: no settings kept from a request before. */
export type Counts = z.output<typeof countsSchema>

export const operations = {
  announce: 'a recorder announces a call of two files',
  arrival: 'both files come, are checked, become playable and are outlined',
  profile: 'somebody opens the dashboard',
  listPage: 'a page of 50 recordings, which is a search of its own in the audit',
  details: 'a recording is opened',
  waveform: 'the outline of one of its files is asked for',
  play: 'its first file is played: a listening begins',
  playMore: 'another file of it is played, or the URL of one is renewed',
  heard: 'what was heard meanwhile is said',
  download: 'a file is downloaded',
  deletion: 'a recording is deleted and its files are removed',
  arrivalsAtRest: 'the sweep of arrivals, over two tenants',
  reaperAtRest: 'the sweep of deletions, over two tenants',
  sealerAtRest: 'a minute of the sealer without entries, over two tenants and the platform',
  sealerAtWork: 'the same where one tenant had one entry',
} as const
export type Operation = keyof typeof operations

const names = Object.keys(operations) as Operation[] // the keys of `operations` are the operations
const allCountsSchema = z.record(z.enum(names), countsSchema)
export type AllCounts = z.output<typeof allCountsSchema>

export const countsFile = join(import.meta.dirname, 'counts.json')

/** As test/bin/cost/counts.test.ts measured them, and holds them to. */
export function readCounts(): AllCounts {
  return allCountsSchema.parse(JSON.parse(readFileSync(countsFile, 'utf8')))
}
