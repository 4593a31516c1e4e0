import { execFileSync } from 'node:child_process'
import type { Spoken } from './speech.ts'

const bytesOf = (samples: Int16Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)

export const interleaved = ({ caller, agent }: Spoken) => {
  const both = new Int16Array(caller.length * 2)
  caller.forEach((sample, index) => {
    both[index * 2] = sample
    both[index * 2 + 1] = agent[index] ?? 0
  })
  return both
}

const mixed = ({ caller, agent }: Spoken) => caller.map((sample, index) => sample + (agent[index] ?? 0))

const encode = (samples: Int16Array, channels: number, sampleRateHz: number, ...options: string[]) =>
  execFileSync(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-y'],
      ...['-f', 's16le', '-ar', String(sampleRateHz), '-ac', String(channels), '-i', '-'],
      ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact', ...options],
    ],
    { input: bytesOf(samples), stdio: ['pipe', 'inherit', 'inherit'] },
  )

const mulaw = ['-c:a', 'pcm_mulaw']
const opus = ['-c:a', 'libopus', '-b:a', '20k', '-application', 'voip']

/** Caller on the left, agent on the right. */
export const writeStereoWav = (spoken: Spoken, path: string) =>
  encode(interleaved(spoken), 2, spoken.sampleRateHz, ...mulaw, path)

export const writeSideWav = (spoken: Spoken, side: 'caller' | 'agent', path: string) =>
  encode(spoken[side], 1, spoken.sampleRateHz, ...mulaw, path)

export const writeMixedOpus = (spoken: Spoken, path: string) =>
  encode(mixed(spoken), 1, spoken.sampleRateHz, ...opus, path)

export const writeStereoOpus = (spoken: Spoken, path: string) =>
  encode(interleaved(spoken), 2, spoken.sampleRateHz, ...opus, path)
