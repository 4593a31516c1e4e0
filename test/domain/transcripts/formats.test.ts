import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cueContentSchema } from '../../../functions/contract/index.ts'
import { readFile, writeFile } from '../../../functions/domain/transcripts/formats/index.ts'
import type { CueContent } from '../../../functions/model/index.ts'

const read = (format: 'vtt' | 'srt' | 'text' | 'json', text: string, hasSpeakers = true) =>
  readFile(format, text, { hasSpeakers })
const cuesIn = (...asked: Parameters<typeof read>) => {
  const { cues, faults } = read(...asked)
  expect(faults).toEqual([])
  return cues.map(({ source: _, ...cue }) => cue)
}
const faultsIn = (...asked: Parameters<typeof read>) =>
  read(...asked).faults.map(({ place, message }) => `${place} ${message}`)

const says = (text: string, facts: Partial<CueContent> = {}): CueContent => ({
  ...{ startMs: 1_000, endMs: 2_500, speaker: null, text },
  ...facts,
})

describe('WebVTT', () => {
  it('is read with all that it may hold', () => {
    const file = [
      '\uFEFFWEBVTT - A call',
      'Kind: captions',
      '',
      'STYLE',
      '::cue { color: white }',
      '',
      'REGION',
      'id:top',
      '',
      'NOTE It goes on',
      'over lines',
      '',
      'intro',
      '00:01.000 --> 00:02.500 align:start position:10%',
      '<v.loud Dana  Cole>Salt &amp; <b>pepper</b>, 1 &lt; 2&nbsp;&#33;</v>',
      '',
      'NOTE',
      '',
      '01:00:02.000 --> 100:00:03.000',
      'Two',
      'lines <00:00:03.000><c.yellow>here</c>',
      '',
    ].join('\r\n')
    expect(cuesIn('vtt', file)).toEqual([
      says('Salt & pepper, 1 < 2\u00a0!', { speaker: 'Dana Cole' }),
      says('Two\nlines here', { startMs: 3_602_000, endMs: 360_003_000 }),
    ])
  })

  it('gives a cue for each voice of a cue', () => {
    const cue = '00:01.000 --> 00:02.500\n<v Ann>Yes</v> <v Ben>No</v> <v Ann>Oh\n'
    expect(cuesIn('vtt', `WEBVTT\n\n${cue}`)).toEqual([
      says('Yes\nOh', { speaker: 'Ann' }),
      says('No', { speaker: 'Ben' }),
    ])
  })

  it.each([
    ['1\n00:01.000 --> 00:02.000\nHi', 'line 1 must be WEBVTT, with which such a file begins'],
    ['WEBVTTX\n\n00:01.000 --> 00:02.000\nHi', 'line 1 must be WEBVTT, with which such a file begins'],
    ['WEBVTT\n00:01.000 --> 00:02.000\nHi', 'line 2 needs an empty line before the cue'],
    [
      'WEBVTT\nX-TIMESTAMP-MAP=LOCAL:0,MPEGTS:9\n\n00:01.000 --> 00:02.000\nHi',
      'line 2 moves all times: send the file without it, its times from the start',
    ],
    ['WEBVTT\n\n00:01,000 --> 00:02.000\nHi', 'line 3 does not begin with a time'],
    ['WEBVTT\n\n00:01.000 --> 00:62.000\nHi', 'line 3 has no time after the arrow'],
    ['WEBVTT\n\n00:01.000 --> 00:02.000 --> 00:03.000\nHi', 'line 3 has more than one arrow'],
    ['WEBVTT\n\n00:02.000 --> 00:02.000\nHi', 'line 3 does not end after it starts'],
    ['WEBVTT\n\nid\nHi', 'line 4 should be the times of a cue, such as 00:01.000 --> 00:04.000'],
    ['WEBVTT\n\nHi', 'line 3 should be the times of a cue, such as 00:01.000 --> 00:04.000'],
    ['WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n00:03.000 --> 00:04.000\nHo', 'line 5 needs an empty line before the cue'],
    ['WEBVTT\n\n00:01.000 --> 00:02.000\n<b></b>', 'line 3 is of a cue without words'],
    ['WEBVTT\n\n00:01.000 --> 00:02.000\nHi <b', 'line 3 has a tag that is not closed'],
    ['WEBVTT\n\nNOTE\n00:01.000 --> 00:02.000\nHi', 'line 4 is in a note, which must not hold an arrow'],
    [
      'WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n\nSTYLE\n::cue {}',
      'line 7 should be the times of a cue, such as 00:01.000 --> 00:04.000',
    ],
  ])('is refused where it is broken, naming the line: %j', (file, fault) => {
    expect(faultsIn('vtt', file)).toEqual([fault])
  })
})

describe('SubRip', () => {
  it('is read as it occurs', () => {
    const file = [
      '1',
      '00:00:01,000 --> 00:00:02,500  X1:10 X2:20 Y1:5 Y2:9',
      '{\\an8}<i>Dana Cole:</i> <font color="red">Hello</font>',
      'there',
      '',
      '',
      '00:00:01.000 --> 00:00:02.500',
      'No number, 1 < 2 & 3',
      '   ',
      '7',
      '0:00:01,000-->0:00:02,500',
      '404',
    ].join('\r')
    expect(cuesIn('srt', file)).toEqual([
      says('Hello\nthere', { speaker: 'Dana Cole' }),
      says('No number, 1 < 2 & 3'),
      says('404'),
    ])
    expect(cuesIn('srt', file, false)[0]).toEqual(says('Dana Cole: Hello\nthere'))
  })

  it.each([
    [
      '1\n00:00:01,000 --> 00:00:02,000\nHi\n2\n00:00:03,000 --> 00:00:04,000\nHo',
      'line 5 needs an empty line before the cue',
    ],
    ['1\n00:00:01,000 --> \nHi', 'line 2 has no time after the arrow'],
    ['1\n00:01,000 --> 00:02,000\nHi', 'line 2 does not begin with a time'],
    ['1\n00:00:03,000 --> 00:00:02,000\nHi', 'line 2 does not end after it starts'],
    ['1\nHi', 'line 2 should be the times of a cue, such as 00:00:01,000 --> 00:00:04,000'],
    ['1\n00:00:01,000 --> 00:00:02,000\n\nHi', 'line 2 is of a cue without words'],
    ['3', 'line 1 should be the times of a cue, such as 00:00:01,000 --> 00:00:04,000'],
  ])('is refused where it is broken, naming the line: %j', (file, fault) => {
    expect(faultsIn('srt', file)[0]).toBe(fault)
  })
})

describe('plain text', () => {
  it('is a cue without times for each line', () => {
    expect(cuesIn('text', 'Uma: Hello\n\n  Who is it? \n12:30 suits me\n')).toEqual([
      { startMs: null, endMs: null, speaker: 'Uma', text: 'Hello' },
      { startMs: null, endMs: null, speaker: null, text: 'Who is it?' },
      { startMs: null, endMs: null, speaker: null, text: '12:30 suits me' },
    ])
  })
})

describe('JSON', () => {
  it.each([
    ['{', 'text must be JSON of the form {"cues": [...]}, each field once'],
    ['[]', 'text must be JSON of the form {"cues": [...]}, each field once'],
    ['{"cues":[{"text":"Hi"},{"text":"Hi","startMs":1}]}', 'cues[1].endMs is missing: give both times or neither'],
    ['{"cues":[{"text":"Hi","startMs":2,"endMs":1}]}', 'cues[0].endMs must lie after the start'],
    ['{"cues":[{"text":"Hi","secret":"x"}]}', 'cues[0] holds fields that a cue has not'],
    ['{"cues":[{"text":" "}]}', 'cues[0].text must hold words'],
    ['{"cues":[{"text":"Hi"},7]}', expect.stringMatching(/^cues\[1\] /)],
  ])('is refused where it is broken, naming the place: %j', (file, fault) => {
    expect(faultsIn('json', file)).toEqual([fault])
  })
})

const asKept = (cue: CueContent): CueContent => cueContentSchema.parse(cue)

const word = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('&amp;', '&#33;', '<b>', '-->', 'NOTE', 'WEBVTT', '1', '<v Ann>', '{\\an8}', 'a < b'),
)
const anyText = fc
  .array(fc.oneof(word, fc.constant('\n')), { minLength: 1, maxLength: 8 })
  .map((words) => words.join(' '))
const isText = (text: string) => cueContentSchema.safeParse({ text }).success
const isSpeaker = (speaker: string) => cueContentSchema.safeParse({ text: 'x', speaker }).success
const anyTimes = fc
  .tuple(fc.nat(31 * 24 * 3_600_000 - 1), fc.integer({ min: 1, max: 3_600_000 }))
  .map(([startMs, lengthMs]) => ({ startMs, endMs: Math.min(startMs + lengthMs, 31 * 24 * 3_600_000) }))
const anyCue = fc
  .record({ times: anyTimes, speaker: fc.option(word.filter(isSpeaker)), text: anyText.filter(isText) })
  .map(({ times, speaker, text }) => asKept({ ...times, speaker, text }))
const anyCues = fc.array(anyCue, { minLength: 1, maxLength: 10 })

/** Words that SubRip and lines of text have no way to tell from what they mean there. */
const isPlain = ({ text, speaker }: CueContent) =>
  !/[<>{}:]|-->/.test(text) && (speaker === null || /^\p{L}[^:<>{}]{0,59}$/u.test(speaker))

describe('what is written', () => {
  it.each(['vtt', 'json'] as const)('is read again as the same: %s', (format) => {
    fc.assert(
      fc.property(anyCues, (cues) => {
        expect(cuesIn(format, writeFile(format, cues)).map(asKept)).toEqual(cues)
      }),
    )
  })

  it('is read again as the same: srt', () => {
    fc.assert(
      fc.property(fc.array(anyCue.filter(isPlain), { minLength: 1, maxLength: 10 }), (cues) => {
        expect(cuesIn('srt', writeFile('srt', cues)).map(asKept)).toEqual(cues)
      }),
    )
  })

  it('is read again as the same but for times and lines: text', () => {
    fc.assert(
      fc.property(fc.array(anyCue.filter(isPlain), { minLength: 1, maxLength: 10 }), (cues) => {
        const flat = cues.map(({ speaker, text }) =>
          asKept({ startMs: null, endMs: null, speaker, text: text.replaceAll('\n', ' ') }),
        )
        expect(cuesIn('text', writeFile('text', cues)).map(asKept)).toEqual(flat)
      }),
    )
  })

  it('is nothing where a format of times is asked for and a cue has none', () => {
    const cues = [says('Hi'), { startMs: null, endMs: null, speaker: null, text: 'Ho' }]
    expect(writeFile('vtt', cues)).toBe('notTimed')
    expect(writeFile('srt', cues)).toBe('notTimed')
  })

  it('never makes reading throw, whatever the file holds', () => {
    const piece = fc.oneof(
      word,
      fc.constantFrom('\n', '\n\n', '00:01.000 --> 00:02.000', 'WEBVTT\n\n', '{"cues":[', ']}'),
    )
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom('vtt', 'srt', 'text', 'json'), (pieces, format) => {
        const { cues, faults } = read(format, pieces.join(''))
        expect(cues.length + faults.length).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
