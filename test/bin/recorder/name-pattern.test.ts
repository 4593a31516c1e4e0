import { describe, expect, it } from 'vitest'
import { readNamePattern } from '../../../bin/recorder/name-pattern.ts'
import { readSides } from '../../../bin/recorder/voices.ts'

const read = (pattern: string, path: string, sides?: string) => readNamePattern(pattern, readSides(sides)).read(path)

describe('a name pattern', () => {
  const full = '{date}-{from}-{to}-{sessionId}'
  it.each([
    [full, '20260301-2001-2002-ab-12.wav', { start: '20260301', from: '2001', to: '2002', sessionId: 'ab-12' }],
    [
      full,
      '20260301-093000-+4930-2002-x.y.wav',
      { start: '20260301-093000', from: '+4930', to: '2002', sessionId: 'x.y' },
    ],
    [
      full,
      '2026-03-01T09-30-00Z-2001-2002-x.mp3',
      { start: '2026-03-01T09-30-00Z', from: '2001', to: '2002', sessionId: 'x' },
    ],
    ['{date}_{time}_{agent}', '20260301_093000_a-7.wav', { start: '2026-03-01 093000', agent: 'a-7' }],
    ['{date}-{time}-{to}', '2026_03_01-09.30.00-7.wav', { start: '2026-03-01 09:30:00', to: '7' }],
    [
      'out-{to}-{from}-{**}-{date}',
      'out-1-2-anything-at-all-1772357400.wav',
      { to: '1', from: '2', start: '1772357400' },
    ],
    [
      '{queue}/{agentName}/{sessionId}',
      '/spool/Sales/Ann Archer/4711.wav',
      { queue: 'Sales', agentName: 'Ann Archer', sessionId: '4711' },
    ],
    ['{sessionId}-{*}_{*}', 'a-b%40h-00ff_0x1.wav', { sessionId: 'a-b@h' }],
    ['{from}', '100%.wav', { from: '100%' }],
    ['[{from}]({to})', '[1](2).wav', { from: '1', to: '2' }],
    ['{from}', 'no-extension', { from: 'no-extension' }],
  ])('%s reads %s', (pattern, path, raw) => {
    expect(read(pattern, path)?.raw).toEqual(raw)
  })

  it.each([
    [full, '20260301-2001-2002.wav'],
    [full, 'today-2001-2002-x.wav'],
    ['{from}-{side}', '2001-left.wav'],
    ['{queue}/{from}', '2001.wav'],
    ['{from}-{*}', '1-a_b.wav'],
  ])('%s does not read %s', (pattern, path) => {
    expect(read(pattern, path)).toBeUndefined()
  })

  it('gives each side its voice, and both sides one key', () => {
    const pattern = '{date}-{sessionId}-{side}'
    const [a, b] = ['20260301-x-1-IN.wav', '20260301-x-1-out.wav'].map((name) => read(pattern, name))
    expect([a?.voice, b?.voice]).toEqual(['caller', 'agent'])
    expect(a?.callKey).toBe(b?.callKey)
    expect(a?.callKey).not.toBe(read(pattern, '20260301-x-2-in.wav')?.callKey)
    expect(a?.raw.sessionId).toBe('x-1')
  })

  it('takes the words for the sides that it is told, and those alone', () => {
    expect(read('{from}-{side}', '1-links.wav', 'links=agent,rechts=caller')?.voice).toBe('agent')
    expect(read('{from}-{side}', '1-in.wav', 'links=agent,rechts=caller')).toBeUndefined()
  })

  it('reads the segment', () => {
    expect(read('{sessionId}.{segment}', 'abc.2.wav')).toMatchObject({ segment: 2, raw: { sessionId: 'abc' } })
  })

  it('takes dates of the form that it is told', () => {
    const pattern = readNamePattern('{date}-{from}', readSides(undefined), 'DD.MM.YYYY')
    expect(pattern.read('01.03.2026-7.wav')?.raw).toEqual({ start: '01.03.2026', from: '7' })
    expect(pattern.read('20260301-7.wav')).toBeUndefined()
  })

  it.each([
    ['{form}', '{form}'],
    ['{from}-{from}', 'twice'],
    ['{time}-{from}', 'no {date}'],
    ['calls', 'names no part'],
  ])('%s is refused', (pattern, reason) => {
    expect(() => readNamePattern(pattern, readSides(undefined))).toThrow(reason)
  })
})
