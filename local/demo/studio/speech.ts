import { execFileSync } from 'node:child_process'
import { type Dialogue, type SpeakingVoice, voices } from './dialogues.ts'

export type Cue = { startMs: number; endMs: number; speaker: 'caller' | 'agent'; text: string }

/** A dialogue as it was spoken: a side each, equally long, silent while the other speaks. */
export type Spoken = { sampleRateHz: number; caller: Int16Array; agent: Int16Array; cues: Cue[]; durationMs: number }

const QUIET = 400
const PEAK = 14_000

/** Without the silence that the synthesiser puts around its words, so that a cue is where the voice is. */
const trimmed = (samples: Int16Array) => {
  const isLoud = (sample: number) => Math.abs(sample) > QUIET
  const start = samples.findIndex(isLoud)
  const end = samples.findLastIndex(isLoud) + 1
  return start < 0 ? new Int16Array(0) : samples.subarray(start, end)
}

const normalised = (samples: Int16Array) => {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1)
  return samples.map((sample) => (sample * PEAK) / peak)
}

/** Speaks one line, narrowed to what a telephone carries. */
const say = (text: string, { voice, pitch, wordsPerMinute }: SpeakingVoice, sampleRateHz: number) => {
  const spoken = execFileSync('espeak-ng', [
    ...['-v', voice, '-p', String(pitch), '-s', String(wordsPerMinute), '-g', '3', '--stdout', text],
  ])
  const raw = execFileSync(
    'sox',
    [
      ...['-D', '-t', 'wav', '-', '-t', 'raw', '-e', 'signed', '-b', '16', '-c', '1', '-r', String(sampleRateHz), '-'],
      ...['gain', '-6', 'highpass', '220', 'lowpass', String(sampleRateHz === 8000 ? 3400 : 7000)],
    ],
    { input: spoken, stdio: ['pipe', 'pipe', 'ignore'] },
  )
  const samples = new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length))
  return trimmed(normalised(samples))
}

/** People answer after 200 to 500 ms; what they answer to decides, so that it is the same each time. */
const answerPauseMs = (text: string) => 220 + ((text.length * 37) % 280)

const LEAD_MS = 900
const TAIL_MS = 800

/** The faint noise of a line, from a fixed sequence. */
const lineNoise = (length: number, seed: number) => {
  let state = seed
  return Int16Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return ((state >>> 24) % 17) - 8
  })
}

/** Speaks a dialogue turn by turn; the cues give where each line was heard. */
export const perform = (dialogue: Dialogue, sampleRateHz = 8000): Spoken => {
  const placed: { start: number; samples: Int16Array; speaker: Cue['speaker']; text: string }[] = []
  const toSamples = (ms: number) => Math.round((ms * sampleRateHz) / 1000)
  let at = toSamples(LEAD_MS)
  for (const line of dialogue.lines) {
    if (typeof line === 'number') {
      at += toSamples(line)
      continue
    }
    const [speaker, text] = line
    const samples = say(text, voices[dialogue[speaker]], sampleRateHz)
    placed.push({ start: at, samples, speaker, text })
    at += samples.length + toSamples(answerPauseMs(text))
  }
  const length = at + toSamples(TAIL_MS)
  const sides = { caller: lineNoise(length, 11), agent: lineNoise(length, 23) }
  for (const { start, samples, speaker } of placed) {
    samples.forEach((sample, index) => {
      sides[speaker][start + index] = (sides[speaker][start + index] ?? 0) + sample
    })
  }
  const toMs = (count: number) => Math.round((count * 1000) / sampleRateHz)
  const cues = placed.map(({ start, samples, speaker, text }) => ({
    ...{ startMs: toMs(start), endMs: toMs(start + samples.length), speaker, text },
  }))
  return { sampleRateHz, ...sides, cues, durationMs: toMs(length) }
}
