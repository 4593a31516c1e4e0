import { MantineProvider } from '@mantine/core'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Recording } from '../../../web/player/engine/recording.ts'
import type { CopyState } from '../../../web/player/FileList.tsx'
import Player, { type PlayerProps } from '../../../web/player/index.ts'
import { givenFile, givenRecording } from './given.ts'

/** The first picture of the player, before anything was fetched. */
function draw(recording: Recording, variant: 'page' | 'dock' = 'page', more: Partial<PlayerProps> = {}): string {
  const player = createElement(Player, {
    recording,
    variant,
    reportHeard: () => {},
    playbackUrl: () => Promise.reject(new Error('nothing is fetched before play')),
    download: () => {},
    ...more,
  })
  return renderToStaticMarkup(createElement(MantineProvider, null, player))
}

const namesIn = (html: string) => [...html.matchAll(/aria-label="([^"]*)"/g)].map(([, name]) => name)

describe('the player', () => {
  it('offers its controls by name, a slider in words among them', () => {
    const html = draw(givenRecording([[givenFile({ channels: ['caller', 'agent'], durationMs: 65_000 })]]))
    expect(namesIn(html)).toEqual(
      expect.arrayContaining([
        'Play',
        '10 seconds back',
        '10 seconds forward',
        'Speed: 1×',
        'Volume',
        'Position',
        'Mute Caller',
        'Solo Agent',
      ]),
    )
    expect(html).toContain('aria-valuetext="0 seconds of 1 minute 5 seconds"')
    expect(html).toContain('0:01:05')
    expect(html).toMatch(/data-playing="false"/)
  })

  it('is one line in the dock, with the sides in a menu', () => {
    const recording = givenRecording([[givenFile({ channels: ['caller', 'agent'] })]])
    const names = namesIn(draw(recording, 'dock'))
    expect(names).toEqual(expect.arrayContaining(['Play', 'Position', 'Sides', 'Speed: 1×']))
    expect(names).not.toContain('Mute Caller')
  })

  it('offers pictures with their names', () => {
    const video = givenFile({ kind: 'video', channels: ['caller'] })
    const screen = givenFile({ kind: 'screen', channels: [] })
    const names = namesIn(draw(givenRecording([[video, screen]])))
    expect(names).toEqual(expect.arrayContaining(['Enlarge Video', 'Enlarge Screen', 'Full screen', 'Mute Caller']))
  })

  it('says of each file that does not play why, and offers the bytes where there are any', () => {
    const html = draw(
      givenRecording([
        [
          givenFile(),
          givenFile({ channels: ['agent'], state: 'pending', isPlayable: false }),
          givenFile({ isPlayable: false, problemDetail: 'The codec is G.729.', fileName: 'old.wav' }),
          givenFile({ state: 'missing', isPlayable: false }),
        ],
      ]),
    )
    expect(html).toContain('Waiting for the recorder to upload it.')
    expect(html).toContain('Cannot be played here')
    expect(html).toContain('The codec is G.729.')
    expect(html).toContain('within 24 hours')
    expect(namesIn(html).filter((name) => name?.startsWith('Download'))).toEqual(['Download old.wav'])
  })

  it('says that a download is not allowed rather than offering it', () => {
    const file = givenFile({ isPlayable: false })
    const html = draw(
      givenRecording([[file]], { actions: { play: true, download: false, edit: false, delete: false } }),
    )
    expect(html).toContain('You may not download it.')
    expect(namesIn(html).join()).not.toContain('Download')
  })

  it('tells of declared pauses in words', () => {
    const pauses = [
      {
        startedAt: '2026-03-01T09:30:02.000Z',
        endedAt: '2026-03-01T09:30:07.000Z',
        mode: 'cut' as const,
        reason: null,
      },
      {
        startedAt: '2026-03-01T09:30:10.000Z',
        endedAt: '2026-03-01T09:30:11.000Z',
        mode: 'silenced' as const,
        reason: 'Card data',
      },
    ]
    const html = draw(givenRecording([[givenFile()]], { pauses })).replace(/<[^>]*>/g, '')
    expect(html).toContain('The recorder paused 2 times')
    expect(html).toContain('0:00:02, 5 seconds left out')
    expect(html).toContain('0:00:05 – 0:00:06, 1 second silenced: Card data')
  })

  it('has words for having nothing to play, and for who may not', () => {
    expect(draw(givenRecording([]))).toContain('No media')
    expect(draw(givenRecording([[givenFile({ state: 'pending', isPlayable: false })]]))).toContain(
      'Nothing to play yet',
    )
    const actions = { play: false, download: true, edit: true, delete: true }
    const forbidden = draw(givenRecording([[givenFile()]], { actions }))
    expect(forbidden).toContain('You may not play this recording')
    expect(namesIn(forbidden)).not.toContain('Play')
  })

  it('leads from mark to mark by keyboard, and says where one is', () => {
    const recording = givenRecording([[givenFile({ channels: ['caller'], durationMs: 65_000 })]])
    const markers = [
      { kind: 'dtmf', atMs: 61_000, label: '5' },
      { kind: 'note', atMs: 0, label: 'Asked for a refund' },
    ] as const
    const html = draw(recording, 'page', { markers })
    expect(namesIn(html)).toEqual(
      expect.arrayContaining(['Marks', 'Next mark', 'Previous mark: there is none before', 'Zoom in']),
    )
    expect(html).toContain('0:00:00 Note: Asked for a refund · 1 of 2')
    expect(namesIn(draw(recording))).not.toContain('Marks')
  })

  it('says in words what a waveform shows, and draws none where there is none', () => {
    const file = givenFile({ channels: ['caller', 'agent'], durationMs: 4_000 })
    const recording = givenRecording([[file]])
    expect(draw(recording)).not.toContain('data-waveform')
    const loud = Int8Array.from({ length: 80 }, (_, at) => (at % 2 ? 60 : -60))
    const outline = { state: 'ready', pointsPerSecond: 10, channels: [loud, new Int8Array(80)] } as const
    const html = draw(recording, 'page', { outlines: new Map([[file.id, outline]]) })
    expect(html.split('data-waveform').length - 1).toBe(2)
    expect(html).toContain('Sound for 4 seconds.')
    expect(html).toContain('No sound.')
    const none = { state: 'impossible', reason: 'no_decoder' } as const
    expect(draw(recording, 'page', { outlines: new Map([[file.id, none]]) })).toContain('No waveform of this format')
  })

  it('offers a playable copy of what browsers do not play, and shows how far it is', () => {
    const file = givenFile({ isPlayable: false, fileName: 'call.gsm.wav' })
    const recording = givenRecording([[file]])
    const withCopy = (copy: CopyState) => draw(recording, 'page', { copies: { stateOf: () => copy, make: () => {} } })
    expect(namesIn(withCopy({ state: 'none' }))).toContain('Make a playable copy of call.gsm.wav')
    const making = withCopy({ state: 'making', progress: 0.4, isLate: false })
    expect(making).toMatch(/<progress[^>]*value="40"/)
    expect(making).not.toContain('Make a playable copy of')
    expect(withCopy({ state: 'impossible' })).not.toContain('Make a playable copy of')
    expect(draw(recording)).not.toContain('playable copy')
  })
})
