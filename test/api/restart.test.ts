import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucketName, region } from '../../local/cloud.ts'
import { startS3 } from '../../local/s3/index.ts'
import {
  announcementOf,
  type GivenCloud,
  givenCloud,
  onlyFile,
  shortWav,
  type Upload,
  until,
  upload,
} from '../given/cloud.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

const fileOf = async (recordingId: string) => onlyFile((await world.read(recordingId)).recording)

async function announceOne(sessionId: string, bytes: Uint8Array) {
  const { result } = await world.announce({ sessionId, media: [announcementOf({ bytes })] })
  const [file] = result.media
  if (!file?.upload) throw new Error('there is no upload')
  return { recordingId: result.recordingId, fileId: file.id, place: file.upload }
}

/** Stores the file where it belongs while nobody listens to the store's events: with `isKept` the event waits, else it is lost. */
async function storeUnheard(place: Upload, bytes: Uint8Array, isKept: boolean): Promise<void> {
  const operator = { ...world.cloud.operatorKey, principal: { arn: 'arn:aws:iam::000000000000:user/test', tags: {} } }
  const s3 = await startS3({
    ...{ host: '127.0.0.1', port: 0, folder: join(world.home, 's3'), region },
    buckets: [{ name: bucketName, versioned: true, objectLock: true }],
    credentials: async () => operator,
    authorize: () => 'allow',
    ...(isKept && { onEvent: () => Promise.reject(new Error('nobody listens')) }),
  })
  const client = new S3Client({ region, endpoint: s3.url, forcePathStyle: true, credentials: operator })
  const Key = decodeURIComponent(new URL(place.url).pathname).replace(`/${bucketName}/`, '')
  const ChecksumSHA256 = place.headers['x-amz-checksum-sha256']
  await client.send(new PutObjectCommand({ Bucket: bucketName, Key, Body: bytes, ChecksumSHA256 }))
  client.destroy()
  await s3.close()
}

describe('a second start on the same state', () => {
  it('finds the same recordings, plays them, and takes URLs and cursors no worse than before', async () => {
    const bytes = shortWav(700)
    const call = await world.ingestCall({ sessionId: 'before', files: [{ bytes }] })
    await world.ingestCall({ sessionId: 'before-2' })
    const before = await world.read(call.recordingId)
    const { nextCursor } = await world.list('limit=1')
    await world.restart()
    expect(await world.read(call.recordingId)).toEqual(before)
    expect((await world.list(`limit=1&cursor=${nextCursor}`)).items.map(({ sessionId }) => sessionId)).toEqual([
      'before',
    ])
    const path = `/recordings/${call.recordingId}/segments/1/media/${onlyFile(call).id}/playback`
    const { url } = (await world.as('tara').post(path)).body as { url: string } // held to the contract
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(bytes)
    expect((await world.announce({ sessionId: 'before' })).status).toBe(200)
  })

  it('hands over the events that nobody heard before', async () => {
    const bytes = shortWav(701)
    const { recordingId, place } = await announceOne('unheard', bytes)
    await world.cloud.close()
    await storeUnheard(place, bytes, true)
    await world.restart()
    const file = await until(async () => {
      const found = await fileOf(recordingId)
      return found.state !== 'pending' && found
    })
    expect(file.state).toBe('available')
  })

  it('carries out the deletions that were noted', async () => {
    const call = await world.ingestCall({ sessionId: 'deleted-before', files: [{ bytes: shortWav(702) }] })
    const deleted = await world.as('tara').delete(`/recordings/${call.recordingId}`, { headers: { 'if-match': '*' } })
    expect(deleted.status).toBe(204)
    await world.restart()
    await until(async () => {
      const items = await world.itemsOutsideAuditNaming(call.recordingId)
      return items.length === 0 && (await world.versionsOf(call.recordingId)).length === 0
    })
  })
})

describe('the sweep', () => {
  const states = async (ids: string[]) => Promise.all(ids.map(async (id) => (await fileOf(id)).state))

  it('finds after 15 minutes what no event told of, and gives up after 24 hours what is not there', async () => {
    const bytes = shortWav(800)
    const lost = await announceOne('event-lost', bytes)
    const absent = await announceOne('never-sent', shortWav(801))
    const ids = [lost.recordingId, absent.recordingId]
    await world.cloud.close()
    await storeUnheard(lost.place, bytes, false)

    await world.restart(14 * minuteMs)
    await world.cloud.runSchedule('arrivals')
    expect(await states(ids)).toEqual(['pending', 'pending'])

    await world.restart(16 * minuteMs)
    await world.cloud.runSchedule('arrivals')
    expect(await states(ids)).toEqual(['available', 'pending'])
    expect((await world.read(lost.recordingId)).recording.mediaStatus).toBe('complete')

    await world.restart(dayMs - minuteMs)
    await world.cloud.runSchedule('arrivals')
    expect(await states(ids)).toEqual(['available', 'pending'])

    await world.restart(dayMs + minuteMs)
    await world.cloud.runSchedule('arrivals')
    expect(await fileOf(absent.recordingId)).toMatchObject({ state: 'missing', problem: 'not_uploaded' })
    expect((await world.read(absent.recordingId)).recording.mediaStatus).toBe('missing')
    const { etag } = await world.read(absent.recordingId)
    await world.cloud.runSchedule('arrivals')
    expect((await world.read(absent.recordingId)).etag).toBe(etag)
  })

  it('leaves a missing file free to arrive after all', async () => {
    const again = await world.announce({ sessionId: 'never-sent', media: [announcementOf({ bytes: shortWav(801) })] })
    const [file] = again.result.media
    expect(file?.state).toBe('missing')
    if (!file?.upload) throw new Error('there is no upload')
    expect((await upload(file.upload, shortWav(801))).status).toBe(200)
    const { state } = await until(async () => {
      const found = await fileOf(again.result.recordingId)
      return found.state !== 'missing' && found
    })
    expect(state).toBe('available')
  })

  it('carries out a deletion whose record the stream lost', async () => {
    await world.cloud.runSchedule('reaper')
    const call = await world.ingestCall({ sessionId: 'for-the-reaper', files: [{ bytes: shortWav(802) }] })
    await world.as('tara').delete(`/recordings/${call.recordingId}`, { headers: { 'if-match': '*' } })
    await world.cloud.runSchedule('reaper')
    expect(await world.versionsOf(call.recordingId)).toEqual([])
  })
})
