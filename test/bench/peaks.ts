import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { objectKey } from '../../functions/adapters/s3/keys.ts'
import { givenFile, tenantId } from '../domain/given.ts'
import { makeWav } from '../given/wav.ts'
import { givenS3, LONG_LIVED, RECORDINGS } from '../local/s3/given.ts'
import { median, say } from './figures.ts'

const worker = join(import.meta.dirname, 'peaks-worker.ts')
const media = join(import.meta.dirname, '../given/media')
const demo = join(import.meta.dirname, '../../local/demo/media')
const runs = 5

type Measured = { durationMs: number; wallMs: number; processorMs: number; heldMb: number; residentMb: number }

/** A voice for a second, a breath for half of one. */
function mulaw(minutes: number): Uint8Array {
  const second = makeWav({ format: 'mulaw', channels: 1, sampleRateHz: 8_000, durationMs: 1_000, toneHz: 317 })
  const bytes = makeWav({ format: 'mulaw', channels: 1, sampleRateHz: 8_000, durationMs: minutes * 60_000 })
  for (let at = 60; at + 8_000 <= bytes.length; at += 12_000) bytes.set(second.subarray(60, 8_060), at)
  return bytes
}

/** An hour of a file of blocks or frames that stand by themselves, repeated from `startByte` on. */
function repeated(file: Uint8Array, startByte: number, times: number): Uint8Array {
  const body = file.subarray(startByte)
  const bytes = new Uint8Array(startByte + times * body.length)
  bytes.set(file.subarray(0, startByte))
  for (let time = 0; time < times; time += 1) bytes.set(body, startByte + time * body.length)
  return bytes
}

/** Says that the sound goes on to the end, as recorders do that stream. */
function withoutSizes(wave: Uint8Array): Uint8Array {
  const bytes = wave.slice()
  const view = new DataView(bytes.buffer)
  for (let at = 12; at < 100; at += 1) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4))
    if (name === 'fact') view.setUint32(at + 8, 0xffff_ffff, true)
    if (name === 'data') {
      view.setUint32(at + 4, 0xffff_ffff, true)
      break
    }
  }
  return bytes
}

/** Outlines as the function makes them, each in a process of its own, out of the local S3. */
export async function measurePeaksBench(): Promise<void> {
  const s3 = await givenS3()
  const measure = async (bytes: Uint8Array, container: string, flags: string[] = []): Promise<Measured> => {
    const file = givenFile({ lengthBytes: bytes.length, container })
    const Key = objectKey(tenantId, { ...file, mediaId: file.id })
    const { VersionId } = await s3.client.send(new PutObjectCommand({ Bucket: RECORDINGS, Key, Body: bytes }))
    const asked = {
      url: s3.s3.url,
      key: LONG_LIVED,
      bucket: RECORDINGS,
      tenantId,
      file: { ...file, versionId: VersionId },
    }
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, worker, JSON.stringify(asked)])
    return JSON.parse(stdout)
  }
  const several = async (bytes: Uint8Array, container: string): Promise<Measured[]> => {
    const all: Measured[] = []
    for (let run = 0; run < runs; run += 1) all.push(await measure(bytes, container))
    return all
  }

  for (const [name, minutes] of Object.entries({ '1 min': 1, '1 h': 60, '4 h': 240 })) {
    const all = await several(mulaw(minutes), 'wav')
    const { durationMs } = all[0] ?? { durationMs: 0 }
    if (durationMs !== minutes * 60_000) throw new Error(`${name} was read as ${durationMs} ms`)
    const speed = (by: 'wallMs' | 'processorMs') => (durationMs / median(all.map((each) => each[by]))).toFixed(0)
    say(`mu-law, ${name}: x real time by the clock, of one core`, `${speed('wallMs')} x, ${speed('processorMs')} x`)
    say('  most resident', `${median(all.map(({ residentMb }) => residentMb)).toFixed(0)} MB`)
    const { heldMb } = await measure(mulaw(minutes), 'wav', ['--expose-gc'])
    say('  most held, without garbage', `${heldMb.toFixed(0)} MB`)
  }
  const others: [what: string, bytes: Uint8Array, container: string][] = [
    ['GSM, an hour', withoutSizes(repeated(await given('gsm.wav'), 60, 2_770)), 'wav'],
    ['IMA ADPCM, stereo, an hour', withoutSizes(repeated(await given('ima-adpcm.wav'), 60, 2_770)), 'wav'],
    ['MP3, an hour', repeated(await given('cbr.mp3'), 0, 1_400), 'mp3'],
    ['Opus, stereo, half a minute', new Uint8Array(await readFile(join(demo, 'acme-internal.ogg'))), 'ogg'],
  ]
  for (const [what, bytes, container] of others) {
    const all = await several(bytes, container)
    const ratios = all.map(({ durationMs, processorMs }) => durationMs / processorMs)
    const resident = median(all.map(({ residentMb }) => residentMb))
    say(`${what}: x of one core; resident`, `${median(ratios).toFixed(0)} x; ${resident.toFixed(0)} MB`)
  }
  await s3.close()
}

const given = async (name: string) => new Uint8Array(await readFile(join(media, name)))
