import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { type LocalCloud, startCloud } from '../../local/cloud.ts'
import { makeWav } from '../given/wav.ts'
import { median, say, timed } from './figures.ts'

type Result = ResponseOf<Contract['ingest']['ingestRecording']>

const runs = 9
/** As long as the two sides of a real call of four minutes: 3.9 MB each, 8 kHz, 16 bit. */
const durationMs = 245_380

function side(): Uint8Array {
  const wav = makeWav({ format: 'pcm16', channels: 1, sampleRateHz: 8_000, durationMs })
  wav.set(randomBytes(64), wav.length - 64) // each run another call
  return wav
}

async function ingestToPlayable(cloud: LocalCloud, token: string, files: Uint8Array[]): Promise<void> {
  const body = JSON.stringify({
    startedAt: '2026-01-01T00:00:00Z',
    media: files.map((bytes, index) => ({
      channels: [index === 0 ? 'caller' : 'agent'],
      lengthBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      contentType: 'audio/wav',
    })),
  })
  const post = async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${cloud.apiUrl}/recordings`, { method: 'POST', headers, body })
    return (await answer.json()) as Result // by the contract
  }
  const { media } = await post()
  for (const [index, { upload }] of media.entries()) {
    if (!upload) throw new Error('the file was there before')
    const { 'content-length': _length, ...headers } = upload.headers
    await fetch(upload.url, { method: 'PUT', headers, body: new Uint8Array(files[index] ?? []) })
  }
  for (;;) {
    if ((await post()).media.every((file) => file.state === 'available')) return
    await wait(10)
  }
}

/** From the announcement to the moment when both files can be played. */
export async function measureIngest(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'soundkeep-bench-'))
  const cloud = await startCloud({ home, port: 0, withDashboard: false, withDemoCalls: false })
  const token = await cloud.tokenOf('rec-acme')
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const files = [side(), side()]
    times.push(await timed(() => ingestToPlayable(cloud, token, files)))
  }
  say(
    `Two WAVs of ${(side().length / 1e6).toFixed(1)} MB to playable, median of ${runs}`,
    `${median(times).toFixed(0)} ms`,
  )
  say('Longest', `${Math.max(...times).toFixed(0)} ms`)
  await cloud.close()
  await rm(home, { recursive: true })
}
