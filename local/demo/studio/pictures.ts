import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { interleaved } from './sound-files.ts'
import type { Cue, Spoken } from './speech.ts'

const WIDTH_PX = 320
const HEIGHT_PX = 240
const FRAMES_PER_SECOND = 10

type Colour = readonly [number, number, number]
type Canvas = { pixels: Uint8Array; widthPx: number }

const paint = ({ pixels, widthPx }: Canvas, xPx: number, yPx: number, [red, green, blue]: Colour) => {
  const at = (yPx * widthPx + xPx) * 3
  pixels[at] = red
  pixels[at + 1] = green
  pixels[at + 2] = blue
}

const rectangle = (canvas: Canvas, left: number, top: number, width: number, height: number, colour: Colour) => {
  for (let y = top; y < top + height; y += 1) for (let x = left; x < left + width; x += 1) paint(canvas, x, y, colour)
}

const ellipse = (canvas: Canvas, centreX: number, centreY: number, across: number, down: number, colour: Colour) => {
  for (let y = Math.max(0, centreY - down); y <= Math.min(HEIGHT_PX - 1, centreY + down); y += 1) {
    for (let x = centreX - across; x <= centreX + across; x += 1) {
      if (((x - centreX) / across) ** 2 + ((y - centreY) / down) ** 2 <= 1) paint(canvas, x, y, colour)
    }
  }
}

type Look = { wall: Colour; hair: Colour; skin: Colour; shirt: Colour }

const looks = {
  caller: { wall: [214, 223, 230], hair: [58, 40, 30], skin: [224, 176, 142], shirt: [176, 74, 66] },
  agent: { wall: [206, 222, 212], hair: [38, 38, 44], skin: [205, 152, 116], shirt: [52, 94, 138] },
} as const satisfies Record<string, Look>

const DARK: Colour = [40, 30, 30]
const SPEAKING: Colour = [38, 132, 88]

/** A person in a tile: head and shoulders that sway a little, and a mouth that opens as loud as the voice is. */
const person = (canvas: Canvas, left: number, look: Look, frame: number, loudness: number) => {
  const middle = left + WIDTH_PX / 4
  const sway = Math.round(Math.sin(frame / 9 + left) * 3)
  const nod = Math.round(Math.sin(frame / 5 + left) * (loudness > 0.05 ? 2 : 0.6))
  const isBlinking = (frame + left) % 37 === 0
  rectangle(canvas, left, 0, WIDTH_PX / 2, HEIGHT_PX, look.wall)
  ellipse(canvas, middle + sway, 236, 58, 66, look.shirt)
  ellipse(canvas, middle + sway, 104 + nod, 40, 50, look.hair)
  ellipse(canvas, middle + sway, 112 + nod, 33, 42, look.skin)
  for (const side of [-13, 13]) ellipse(canvas, middle + sway + side, 104 + nod, 4, isBlinking ? 1 : 4, DARK)
  ellipse(canvas, middle + sway, 134 + nod, 11, 1 + Math.round(Math.min(1, loudness * 2) * 9), DARK)
  if (loudness > 0.05) {
    rectangle(canvas, left, 0, WIDTH_PX / 2, 4, SPEAKING)
    rectangle(canvas, left, HEIGHT_PX - 4, WIDTH_PX / 2, 4, SPEAKING)
  }
}

const loudnessAt = (samples: Int16Array, sampleRateHz: number, frame: number) => {
  const perFrame = sampleRateHz / FRAMES_PER_SECOND
  const part = samples.subarray(frame * perFrame, (frame + 1) * perFrame)
  const energy = part.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, part.length)
  return Math.sqrt(energy) / 6000
}

const vp9 = ['-c:v', 'libvpx-vp9', '-crf', '40', '-b:v', '0', '-cpu-used', '2', '-row-mt', '0', '-g', '50']
const exact = ['-hide_banner', '-loglevel', 'error', '-y']

/** Two people in two tiles, with the sound of the dialogue: VP9 and Opus in WebM. */
export const writeVideoCall = (spoken: Spoken, path: string) => {
  const frames = Math.ceil((spoken.durationMs * FRAMES_PER_SECOND) / 1000)
  const frameBytes = WIDTH_PX * HEIGHT_PX * 3
  const film = new Uint8Array(frames * frameBytes)
  for (let frame = 0; frame < frames; frame += 1) {
    const canvas = { pixels: film.subarray(frame * frameBytes, (frame + 1) * frameBytes), widthPx: WIDTH_PX }
    person(canvas, 0, looks.caller, frame, loudnessAt(spoken.caller, spoken.sampleRateHz, frame))
    person(canvas, WIDTH_PX / 2, looks.agent, frame, loudnessAt(spoken.agent, spoken.sampleRateHz, frame))
  }
  const folder = mkdtempSync(join(tmpdir(), 'soundkeep-studio-'))
  try {
    const sound = join(folder, 'sound.raw')
    writeFileSync(sound, interleaved(spoken))
    execFileSync(
      'ffmpeg',
      [
        ...exact,
        ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${WIDTH_PX}x${HEIGHT_PX}`],
        ...['-r', String(FRAMES_PER_SECOND), '-i', '-'],
        ...['-f', 's16le', '-ar', String(spoken.sampleRateHz), '-ac', '2', '-i', sound],
        ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact', '-pix_fmt', 'yuv420p', ...vp9],
        ...['-c:a', 'libopus', '-b:a', '32k', '-application', 'voip', path],
      ],
      { input: film, stdio: ['pipe', 'inherit', 'inherit'], maxBuffer: film.length },
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A field of the form on the screen, and the line of the dialogue with which it is filled in. */
export type FormField = { label: string; value: string; fromLine: number }

const quoted = (text: string) => `'${text.replaceAll("'", '').replaceAll(':', '\\:').replaceAll(',', '\\,')}'`

const CHARACTER_SECONDS = 0.12

/** One drawtext filter for each state of a field while it is typed. */
const typing = ({ value, fromLine }: FormField, index: number, cues: readonly Cue[], font: string) => {
  const start = (cues[fromLine]?.startMs ?? 0) / 1000
  return Array.from(value, (_, count) => {
    const from = start + count * CHARACTER_SECONDS
    const isLast = count === value.length - 1
    const when = isLast ? `gte(t\\,${from})` : `between(t\\,${from}\\,${from + CHARACTER_SECONDS - 0.001})`
    const text = quoted(value.slice(0, count + 1))
    return `drawtext=fontfile=${font}:text=${text}:x=112:y=${63 + index * 36}:fontsize=13:fontcolor=0x1c2733:enable='${when}'`
  })
}

/** A form that is filled in while the people talk: VP9 in WebM, without sound. */
export const writeScreen = (title: string, fields: readonly FormField[], spoken: Spoken, path: string) => {
  const font = execFileSync('fc-match', ['-f', '%{file}', 'DejaVu Sans']).toString()
  const text = (what: string, x: number, y: number, size: number, colour: string) =>
    `drawtext=fontfile=${font}:text=${quoted(what)}:x=${x}:y=${y}:fontsize=${size}:fontcolor=${colour}`
  const savedAt = ((spoken.cues.at(-2)?.endMs ?? 0) - 700) / 1000
  const filters = [
    'drawbox=x=0:y=0:w=320:h=34:color=0x2b4c7e:t=fill',
    text(title, 12, 9, 15, 'white'),
    ...fields.flatMap((field, index) => [
      text(field.label, 12, 63 + index * 36, 12, '0x5a6673'),
      `drawbox=x=106:y=${56 + index * 36}:w=200:h=26:color=0xb8c2cc:t=1`,
      ...typing(field, index, spoken.cues, font),
    ]),
    `drawbox=x=206:y=204:w=100:h=26:color=0x2b4c7e:t=fill`,
    text('Save', 240, 210, 13, 'white'),
    `${text('Saved', 112, 210, 13, '0x26845a')}:enable='gte(t\\,${savedAt})'`,
  ]
  execFileSync('ffmpeg', [
    ...exact,
    ...['-f', 'lavfi', '-i', `color=c=0xf4f6f8:s=320x240:r=5:d=${(spoken.durationMs / 1000).toFixed(3)}`],
    ...[
      '-vf',
      filters.join(','),
      '-map_metadata',
      '-1',
      '-fflags',
      '+bitexact',
      '-flags',
      '+bitexact',
      '-pix_fmt',
      'yuv420p',
      ...vp9,
      '-an',
      path,
    ],
  ])
}
