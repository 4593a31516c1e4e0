import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DialogueName, dialogues } from './dialogues.ts'
import { type CallEntry, describeCall, type FileEntry, fillList, plannedCalls, type Recorded } from './manifest.ts'
import { customers } from './people.ts'
import { type FormField, writeScreen, writeVideoCall } from './pictures.ts'
import { writeMixedOpus, writeSideWav, writeStereoOpus, writeStereoWav } from './sound-files.ts'
import { perform, type Spoken } from './speech.ts'

const mediaFolder = join(import.meta.dirname, '..', 'media')
const inFolder = (path: string) => join(mediaFolder, path)

const audio = (path: string, channels: FileEntry['channels']): FileEntry => ({
  ...{ path, kind: 'audio', channels, startOffsetMs: 0 },
})

const hotelForm: readonly FormField[] = [
  { label: 'Guest', value: 'Rosa Delgado', fromLine: 0 },
  { label: 'City', value: 'Rome', fromLine: 1 },
  { label: 'From', value: '9 April', fromLine: 2 },
  { label: 'Nights', value: '4, balcony', fromLine: 4 },
]

/** Writes a dialogue's files as they are recorded, and says what they are. */
const write: Record<Recorded, (spoken: Spoken, name: string) => FileEntry[]> = {
  'stereo-wav': (spoken, name) => {
    writeStereoWav(spoken, inFolder(`${name}.wav`))
    return [audio(`${name}.wav`, ['caller', 'agent'])]
  },
  'split-wav': (spoken, name) =>
    (['caller', 'agent'] as const).map((side) => {
      writeSideWav(spoken, side, inFolder(`${name}-${side}.wav`))
      return audio(`${name}-${side}.wav`, [side])
    }),
  'stereo-opus': (spoken, name) => {
    writeStereoOpus(spoken, inFolder(`${name}.ogg`))
    return [audio(`${name}.ogg`, ['caller', 'agent'])]
  },
  'mixed-opus': (spoken, name) => {
    writeMixedOpus(spoken, inFolder(`${name}.ogg`))
    return [audio(`${name}.ogg`, ['mixed'])]
  },
  'video-and-screen': (spoken, name) => {
    writeVideoCall(spoken, inFolder(`${name}.webm`))
    writeScreen('Change a booking', hotelForm, spoken, inFolder(`${name}-screen.webm`))
    return [
      { path: `${name}.webm`, kind: 'video', channels: ['caller', 'agent'], startOffsetMs: 0 },
      { path: `${name}-screen.webm`, kind: 'screen', channels: [], startOffsetMs: 0 },
    ]
  },
}

const WIDEBAND_HZ = 16_000
const SILENCED_MS = 4000

/** Where nobody speaks for long because the agent stopped the recording. */
const pausesIn = (segment: number, { cues }: Spoken) =>
  cues.flatMap((cue, index) => {
    const next = cues[index + 1]
    if (!next || next.startMs - cue.endMs < SILENCED_MS) return []
    return [{ segment, startMs: cue.endMs + 300, endMs: next.startMs - 300, mode: 'silenced' as const }]
  })

const record = (name: DialogueName, recorded: Recorded) => {
  const spoken = perform(dialogues[name], recorded === 'video-and-screen' ? WIDEBAND_HZ : undefined)
  return { spoken, files: write[recorded](spoken, name) }
}

const entries: CallEntry[] = plannedCalls.map((call) => {
  const recorded = call.segments.map(({ dialogue, recorded }) => record(dialogue, recorded))
  const pauses = recorded.flatMap(({ spoken }, index) => pausesIn(index + 1, spoken))
  console.log(call.key, recorded.map(({ spoken }) => `${(spoken.durationMs / 1000).toFixed(1)} s`).join(' + '))
  return {
    ...describeCall(call),
    segments: recorded.map(({ spoken, files }, index) => ({ seq: index + 1, durationMs: spoken.durationMs, files })),
    ...(pauses.length > 0 && { pauses }),
    transcript: recorded.flatMap(({ spoken }, index) => spoken.cues.map((cue) => ({ segment: index + 1, ...cue }))),
  }
})

const listed: CallEntry[] = fillList(customers, 40).map((call) => ({
  ...describeCall(call),
  segments: entries.find(({ key }) => key === call.soundOf)?.segments ?? [],
  transcriptOf: call.soundOf,
}))

writeFileSync(inFolder('calls.json'), `${JSON.stringify([...entries, ...listed], null, 2)}\n`)
