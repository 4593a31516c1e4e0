import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SQSClient } from '@aws-sdk/client-sqs'
import { type LocalSqs, type SqsOptions, startSqs } from '../../../local/sqs/index.ts'

const region = 'us-east-1'
export const key = { accessKeyId: 'AKIATARA', secretAccessKey: 'long-lived-secret' }
export const principal = { arn: 'arn:aws:iam::000000000000:user/tara', tags: {} }

export type GivenSqs = {
  sqs: LocalSqs
  client: SQSClient
  /** Moves its clock, which stands still by itself. */
  pass(seconds: number): void
  /** Stops it and starts it again on the same state. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Queues `work` (30 seconds, three receives) and its `dead` letters. */
export async function givenSqs(options: Partial<SqsOptions> = {}): Promise<GivenSqs> {
  const folder = mkdtempSync(join(tmpdir(), 'soundkeep-sqs-'))
  let nowMs = Date.now()
  const start = () =>
    startSqs({
      ...{ host: '127.0.0.1', port: 0, folder, region, now: () => nowMs },
      queues: [
        { name: 'work', visibilitySeconds: 30, redrive: { deadLetters: 'dead', maxReceives: 3 } },
        { name: 'dead', visibilitySeconds: 30 },
      ],
      credentialOf: (id) => (id === key.accessKeyId ? { ...key, principal } : undefined),
      ...options,
    })
  const connect = (endpoint: string) => ({
    client: new SQSClient({ region, endpoint, credentials: key, maxAttempts: 1 }),
  })
  const sqs = await start()
  const given: GivenSqs = {
    sqs,
    ...connect(sqs.url),
    pass(seconds) {
      nowMs += seconds * 1000
    },
    async restart() {
      await given.sqs.close()
      given.client.destroy()
      given.sqs = await start()
      Object.assign(given, connect(given.sqs.url))
    },
    async close() {
      given.client.destroy()
      await given.sqs.close()
      rmSync(folder, { recursive: true })
    },
  }
  return given
}
