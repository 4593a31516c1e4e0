import { execFile, execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GivenS3, givenS3, LONG_LIVED, RECORDINGS, temporaryFolder } from './given.ts'

const run = promisify(execFile)
const FILE_BYTES = 100 * 1024 ** 2

function hasAwsCli(): boolean {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const isThere = hasAwsCli()

describe.skipIf(!isThere)(`the AWS CLI${isThere ? '' : ' (skipped: there is no `aws` on this machine)'}`, () => {
  let given: GivenS3
  let folder: string
  beforeAll(async () => {
    given = await givenS3()
    folder = temporaryFolder()
  })
  afterAll(async () => {
    await given.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function aws(...args: string[]): Promise<string> {
    const { stdout } = await run('aws', ['--endpoint-url', given.s3.url, ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_ACCESS_KEY_ID: LONG_LIVED.accessKeyId,
        AWS_SECRET_ACCESS_KEY: LONG_LIVED.secretAccessKey,
        AWS_DEFAULT_REGION: 'us-east-1',
      },
    })
    return stdout
  }

  it('copies 100 MB in and out in parts, byte for byte, lists and removes it', async () => {
    const [from, to] = [join(folder, 'in.wav'), join(folder, 'out.wav')]
    const address = `s3://${RECORDINGS}/a folder/call +.wav`
    await pipeline(randomPieces(), createWriteStream(from))
    await aws('s3', 'cp', '--no-progress', from, address)
    expect(await aws('s3', 'ls', `s3://${RECORDINGS}/a folder/`)).toMatch(/ 104857600 call \+\.wav\n$/)
    await aws('s3', 'cp', '--no-progress', address, to)
    expect(await sha256Of(to)).toBe(await sha256Of(from))
    await aws('s3', 'rm', address)
    const left = new ListObjectsV2Command({ Bucket: RECORDINGS })
    expect((await given.client.send(left)).KeyCount).toBe(0)
  }, 120_000)
})

function* randomPieces(): Generator<Buffer> {
  // The same megabyte again and again, each time begun by its number, so that no two parts are alike.
  const piece = randomBytes(1024 ** 2)
  for (let number = 0; number < FILE_BYTES / piece.length; number += 1) {
    piece.writeUInt32BE(number)
    yield Buffer.from(piece)
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
