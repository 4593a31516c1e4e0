import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishDashboard } from '../../../bin/deploy/index.ts'
import { type GivenS3, givenS3, PLAIN } from '../../local/s3/given.ts'

let s3: GivenS3
let folder: string
const config = { issuer: 'https://issuer.example', clientId: 'c1', scope: 'openid' }

/** Names of the objects in the order in which they were put. */
const put: string[] = []

beforeAll(async () => {
  s3 = await givenS3()
  s3.client.middlewareStack.add((next, context) => async (args) => {
    if (context.commandName === 'PutObjectCommand') put.push(String(Reflect.get(args.input, 'Key')))
    return next(args)
  })
  folder = await mkdtemp(join(tmpdir(), 'soundkeep-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'zebra.svg'), '<svg/>')
  await writeFile(join(folder, 'assets/app-1a2b.js'), 'run()')
  await writeFile(join(folder, '.sources'), 'hash')
})
afterAll(async () => {
  await s3.close()
  await rm(folder, { recursive: true })
})

async function served(Key: string) {
  const { Body, ContentType, CacheControl } = await s3.client.send(new GetObjectCommand({ Bucket: PLAIN, Key }))
  return { text: await Body?.transformToString(), ContentType, CacheControl }
}

describe('a deployment', () => {
  it('puts the built files and the run-time configuration in place, and nothing of the builder’s', async () => {
    expect(await publishDashboard(s3.client, PLAIN, folder, config)).toBe(4)
    const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: PLAIN }))
    expect(Contents.map(({ Key }) => Key)).toEqual(['assets/app-1a2b.js', 'config.json', 'index.html', 'zebra.svg'])
    expect(JSON.parse((await served('config.json')).text ?? '')).toEqual(config)
  })

  it('puts the page last, so that what it names is there', () => {
    expect(put.indexOf('index.html')).toBe(put.length - 1)
  })

  it('has browsers keep what has a hash in its name, and ask for all else again', async () => {
    expect(await served('assets/app-1a2b.js')).toMatchObject({
      ...{ ContentType: 'text/javascript; charset=utf-8', CacheControl: 'public, max-age=31536000, immutable' },
    })
    expect(await served('index.html')).toMatchObject({
      ...{ ContentType: 'text/html; charset=utf-8', CacheControl: 'no-cache' },
    })
    expect(await served('config.json')).toMatchObject({ ContentType: 'application/json', CacheControl: 'no-cache' })
  })

  it('leaves files of former builds to tabs that are open', async () => {
    await writeFile(join(folder, 'assets/app-3c4d.js'), 'run()')
    await rm(join(folder, 'assets/app-1a2b.js'))
    await publishDashboard(s3.client, PLAIN, folder, config)
    expect((await served('assets/app-1a2b.js')).text).toBe('run()')
  })

  it('is refused for a folder that holds no page', async () => {
    await expect(publishDashboard(s3.client, PLAIN, join(folder, 'assets'), config)).rejects.toThrow('was not built')
  })
})
