import { describe, expect, it } from 'vitest'
import {
  denialWords,
  downloadableOf,
  nameOfVoice,
  partiesOf,
  reasonAgainst,
  withoutDeniedMedia,
} from '../../../web/parts/words.ts'
import { givenRecording, givenSummary } from '../api/given.ts'

describe('a recording’s action', () => {
  const recording = givenSummary('a')

  it('has nothing against it where it is allowed', () => {
    expect(reasonAgainst('delete', recording)).toBeUndefined()
  })

  it('that is not allowed says so', () => {
    const actions = { ...recording.actions, delete: false }
    expect(reasonAgainst('delete', { ...recording, actions })).toBe('You may not delete recordings')
  })

  it('that is turned off on its route says where', () => {
    const actions = { ...recording.actions, download: false, delete: false }
    const denials = {
      download: { code: 'route_permission', routeName: 'Support', routePermission: 'download' },
      delete: { code: 'permission', routeName: null, routePermission: null },
    } as const
    expect(reasonAgainst('download', { ...recording, actions, denials })).toBe(
      'Downloads are turned off on route Support',
    )
    expect(reasonAgainst('delete', { ...recording, actions, denials })).toBe('You may not delete recordings')
    expect(reasonAgainst('play', { ...recording, actions, denials })).toBeUndefined()
  })

  it('that has no media to act on says so', () => {
    expect(reasonAgainst('play', { ...recording, mediaStatus: 'none' })).toMatch(/No media/)
    expect(reasonAgainst('delete', { ...recording, mediaStatus: 'none' })).toBeUndefined()
  })
})

describe('a voice', () => {
  const { participants } = givenRecording('a')

  it('is called by its role', () => expect(nameOfVoice('agent', participants)).toBe('Agent'))
  it('of a participant is called by name', () =>
    expect(nameOfVoice('participant:p2', participants)).toBe('Uma Thornton'))
  it('of a participant without a name is called by address', () =>
    expect(nameOfVoice('participant:p2', [{ participantId: 'p2', name: null, aor: 'sip:1@x', labels: [] }])).toBe(
      'sip:1@x',
    ))
  it('of nobody known is called by its id', () => expect(nameOfVoice('participant:p9', participants)).toBe('p9'))
})

it('the files to download are those that arrived, damaged ones included', () => {
  expect(downloadableOf(givenRecording('a')).map(({ seq, media }) => [seq, media.state])).toEqual([
    [1, 'available'],
    [2, 'damaged'],
  ])
})

it('the parties are named by name, else by number', () => {
  const parties = { from: '+1', fromName: 'Jane Doe', to: '4021', toName: null }
  expect(partiesOf(parties, (number) => `<${number}>`)).toBe('Jane Doe → <4021>')
  expect(partiesOf({ ...parties, fromName: null, to: null }, (number) => `<${number}>`)).toBe('<+1> → unknown')
})

describe('a recording whose route has video turned off', () => {
  const whole = givenRecording('a')
  const withVideo = {
    ...whole,
    segments: whole.segments.map((segment) => ({
      ...segment,
      media: segment.media.map((file, index) => (index === 0 ? { ...file, kind: 'video' as const } : file)),
    })),
  }
  const denials = { video: { code: 'route_permission', routeName: 'Sales', routePermission: 'video' } } as const

  it('has its sound left to play, and nothing else to download', () => {
    const kinds = withoutDeniedMedia({ ...withVideo, denials }).segments.map(({ media }) =>
      media.map(({ kind }) => kind),
    )
    expect(kinds).toEqual([['audio'], []])
    expect(downloadableOf({ ...withVideo, denials })).toEqual([])
    expect(downloadableOf(withVideo)).toHaveLength(2)
  })

  it('says so', () => {
    expect(denialWords('video', { denials })).toBe('Video is turned off on route Sales')
    expect(denialWords('video', withVideo)).toBeUndefined()
  })
})
