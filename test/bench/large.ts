import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ListMultipartUploadsCommand, ListObjectVersionsCommand, ListPartsCommand, S3Client } from '@aws-sdk/client-s3'
import { hashObject } from '../../functions/adapters/s3/hash.ts'
import { bucketName, type LocalCloud, region, startCloud } from '../../local/cloud.ts'
import { say, timed } from './figures.ts'

const lengthBytes = 5 * 1024 ** 3
const partBytes = 16 * 1024 ** 2
const command = join(import.meta.dirname, '../../bin/ingest.ts')

/** 5 GiB on a few blocks of the disk: every part begins with bytes of its own. */
async function makeFile(folder: string): Promise<string> {
  const path = join(folder, 'long.bin')
  const file = await open(path, 'w')
  await file.truncate(lengthBytes)
  for (let at = 0; at < lengthBytes; at += partBytes) await file.write(randomBytes(512), 0, 512, at)
  await file.close()
  return path
}

function start(home: string, path: string, ...more: string[]): ChildProcess {
  const args = [command, '--as', 'rec-acme', path, '--session-id', 'large', ...more]
  const env = { ...process.env, SOUNDKEEP_HOME: home }
  return spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'ignore'] })
}

async function partsOf(operator: S3Client): Promise<number> {
  const { Uploads: [upload] = [] } = await operator.send(new ListMultipartUploadsCommand({ Bucket: bucketName }))
  if (!upload) return 0
  const where = { Bucket: bucketName, Key: upload.Key, UploadId: upload.UploadId }
  return (await operator.send(new ListPartsCommand(where))).Parts?.length ?? 0
}

/** The most megabytes that a process has resident while something is done (Linux). */
async function mostResident(pid: number, work: () => Promise<unknown>): Promise<number> {
  let most = 0
  const timer = setInterval(() => {
    try {
      const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
      most = Math.max(most, Number(kilobytes ?? 0) / 1000)
    } catch {
      // It has just ended.
    }
  }, 250)
  await work().finally(() => clearInterval(timer))
  return most
}

async function stateOf(cloud: LocalCloud, token: string): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${token}` }
  const list = await (await fetch(`${cloud.apiUrl}/recordings?sessionId=large`, { headers })).json()
  return list.items[0]?.mediaStatus
}

/** A file of 5 GiB by the command-line recorder, killed in the middle and started again, until it was hashed as it arrived. */
export async function measureLarge(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'soundkeep-bench-'))
  const path = await makeFile(home)
  const cloud = await startCloud({ home, port: 0, withDashboard: false, withDemoCalls: false })
  const operator = new S3Client({ region, endpoint: cloud.s3Url, credentials: cloud.operatorKey, forcePathStyle: true })

  const killed = start(home, path)
  while ((await partsOf(operator)) < 100) await wait(100)
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const before = await partsOf(operator)

  let recorderMb = 0
  let code: number | null = null
  const sentMs = await timed(async () => {
    const child = start(home, path, '--no-wait')
    recorderMb = await mostResident(child.pid ?? 0, async () => {
      ;[code] = await once(child, 'exit')
    })
  })
  if (code !== 0) throw new Error(`the recorder ended with ${code}`)
  const token = await cloud.tokenOf('tara')
  let cloudMb = 0
  const checkedMs = await timed(async () => {
    cloudMb = await mostResident(process.pid, async () => {
      while ((await stateOf(cloud, token)) === 'pending') await wait(100)
    })
  })
  const { Versions = [] } = await operator.send(new ListObjectVersionsCommand({ Bucket: bucketName }))
  const version = Versions.find(({ Size }) => Size === lengthBytes)
  const object = { Bucket: bucketName, Key: version?.Key ?? '', VersionId: version?.VersionId ?? '' }
  const hashedMs = await timed(() => hashObject(operator, object, lengthBytes))

  const rest = lengthBytes - before * partBytes
  say('Killed with so many of 320 parts sent; the rest was sent in', `${before}; ${(sentMs / 1000).toFixed(0)} s`)
  say('  that is', `${(rest / 1e3 / sentMs).toFixed(0)} MB/s`)
  say('Recorder, most resident', `${recorderMb.toFixed(0)} MB`)
  say(
    'State in the end, so long after it was sent',
    `${await stateOf(cloud, token)}, ${(checkedMs / 1000).toFixed(0)} s`,
  )
  say('Functions and all local parts meanwhile, most resident', `${cloudMb.toFixed(0)} MB`)
  say('SHA-256 over 5 GiB in ranges, alone', `${(lengthBytes / 1e3 / hashedMs).toFixed(0)} MB/s`)
  operator.destroy()
  await cloud.close()
  await rm(home, { recursive: true })
}
