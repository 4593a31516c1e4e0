import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, givenBench } from './given.ts'

let bench: Bench
beforeEach(async () => {
  bench = await givenBench()
})
afterEach(() => bench[Symbol.asyncDispose]())

type Planned = {
  source: string
  facts: Record<string, unknown>
  files: {
    name: string
    kind: string
    channels: string[]
    labels: (string | null)[]
    segment: number
    contentType: string
    startOffsetMs: number
  }[]
}

/** What a dry run would send. */
async function plan(args: string[]): Promise<{ code: number; calls: Planned[]; stderr: string }> {
  const { code, stdout, stderr } = await bench.ingest([...args, '--dry-run', '--json', '--time-zone', 'UTC'])
  const calls = stdout
    .split('\n')
    .filter(Boolean)
    .map((line): Planned => JSON.parse(line))
  return { code, calls, stderr }
}

const channelsOf = (calls: Planned[]) =>
  calls.map(({ files }) => files.map(({ name, channels }) => [name, ...channels]))

describe('files that are given', () => {
  beforeEach(() => {
    for (const name of ['a.wav', 'b.OPUS', 'c.webm', 'd.xyz']) bench.write(name, name)
  })

  it('have their kind and type by their extension', async () => {
    const { calls } = await plan(['a.wav', 'b.OPUS', 'c.webm', 'd.xyz'])
    expect(calls[0]?.files.map(({ kind, contentType }) => [kind, contentType])).toEqual([
      ['audio', 'audio/wav'],
      ['audio', 'audio/ogg'],
      ['video', 'video/webm'],
      ['audio', 'application/octet-stream'],
    ])
  })

  it('are a screen recording where that is said, but for the sound beside it', async () => {
    const { calls } = await plan(['a.wav', 'c.webm', '--kind', 'screen', '--segment', '2'])
    expect(calls[0]?.files.map(({ kind, segment }) => [kind, segment])).toEqual([
      ['audio', 2],
      ['screen', 2],
    ])
  })

  it.each([
    [
      ['a.wav', 'b.OPUS'],
      'caller,agent',
      [
        ['a.wav', 'caller'],
        ['b.OPUS', 'agent'],
      ],
    ],
    [['a.wav'], 'caller,agent', [['a.wav', 'caller', 'agent']]],
    [['c.webm', 'a.wav'], 'mixed', [['c.webm'], ['a.wav', 'mixed']]],
    [['c.webm', 'a.wav', 'b.OPUS'], 'caller,agent', [['c.webm'], ['a.wav', 'caller'], ['b.OPUS', 'agent']]],
    [
      ['c.webm', 'a.wav'],
      'mixed,caller',
      [
        ['c.webm', 'mixed'],
        ['a.wav', 'caller'],
      ],
    ],
    [['a.wav', 'b.OPUS'], undefined, [['a.wav'], ['b.OPUS']]],
  ])('%s with the channels %s', async (files, channels, expected) => {
    const { calls } = await plan([...files, ...(channels === undefined ? [] : ['--channels', channels])])
    expect(channelsOf(calls)).toEqual([expected])
  })

  it('need a channel each', async () => {
    const { code, stderr } = await plan(['a.wav', 'b.OPUS', '--channels', 'caller,agent,mixed'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('3 channels for 2 files') })
  })

  it('are a call each where that is said', async () => {
    expect((await plan(['a.wav', 'b.OPUS', '--each'])).calls.map(({ source }) => source)).toEqual(['a.wav', 'b.OPUS'])
  })

  it('must be there, and be files', async () => {
    expect((await plan(['none.wav'])).stderr).toContain('none.wav does not exist')
    expect((await plan(['.'])).stderr).toContain('is a folder: send what is in it with --watch')
  })
})

describe('names that say what files are', () => {
  it('join the sides of a call, in one folder', async () => {
    for (const name of ['x/20260301-1-2-in.wav', 'x/20260301-1-2-out.wav', 'y/20260301-1-2-in.wav'])
      bench.write(name, name)
    const { calls } = await plan([
      '--watch',
      '.',
      '--name-pattern',
      '{date}-{from}-{to}-{side}',
      '--from',
      '9',
      '--queue',
      'q',
    ])
    const sides = [
      ['20260301-1-2-in.wav', 'caller'],
      ['20260301-1-2-out.wav', 'agent'],
    ]
    expect(channelsOf(calls)).toEqual([sides, [sides[0]]])
    // What a name says goes before what is said of all.
    expect(calls[0]?.facts).toEqual({ startedAt: '2026-03-01T00:00:00.000Z', from: '1', to: '2', queue: 'q' })
  })

  it('join what has one session id, from the first start on', async () => {
    for (const name of ['20260301-100000_s_2.wav', '20260301-093000_s_1.wav', '20260301-093000_t_1.wav'])
      bench.write(name, name)
    const { calls } = await plan(['--watch', '.', '--name-pattern', '{date}_{sessionId}_{segment}'])
    const ofS = calls.find(({ facts }) => facts.sessionId === 's')
    expect(calls).toHaveLength(2)
    expect(ofS?.facts.startedAt).toBe('2026-03-01T09:30:00.000Z')
    expect(ofS?.files.map(({ segment }) => segment).sort()).toEqual([1, 2])
  })

  it('set the files of a segment apart that begin apart', async () => {
    const names = [
      '20260301-093001.500_s_in_1',
      '20260301-093000.250_s_out_1',
      '20260301-094500_s_in_2',
      '20260303-094500_s_out_2',
    ]
    for (const name of names) bench.write(`${name}.wav`, name)
    const { calls } = await plan(['--watch', '.', '--name-pattern', '{date}_{sessionId}_{side}_{segment}'])
    expect(calls[0]?.files.map(({ name, startOffsetMs }) => [name, startOffsetMs]).sort()).toEqual([
      ['20260301-093000.250_s_out_1.wav', 0],
      ['20260301-093001.500_s_in_1.wav', 1_250],
      ['20260301-094500_s_in_2.wav', 0],
      // Two days are no offset.
      ['20260303-094500_s_out_2.wav', 0],
    ])
  })

  it('of another form are told, and the rest goes on', async () => {
    for (const name of ['1-2.wav', 'hello.wav']) bench.write(name, name)
    const { code, calls, stderr } = await plan(['1-2.wav', 'hello.wav', '--name-pattern', '{from}-{to}'])
    expect(calls.map(({ source }) => source)).toEqual(['1-2.wav'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'hello.wav: its name is not of the form {from}-{to}\n' })
  })
})

describe('a manifest', () => {
  beforeEach(() => {
    for (const name of ['1.wav', '2.wav', 'sub/3.wav']) bench.write(name, name)
  })

  it('has a call in each row, and rows of one session id are one call', async () => {
    bench.write(
      'calls.csv',
      '\uFEFFCaller;Called party;Path;Start;Call;Voice\r\n' +
        '2001;"Desk; 2nd floor";1.wav;2026-03-01 09:30:00;s1;caller\r\n' +
        '2001;"Desk; 2nd floor";2.wav;2026-03-01 09:29:59;s1;agent\r\n' +
        '\r\n' +
        ';;sub/3.wav;;;caller/agent\r\n',
    )
    const map = 'from=Caller,"to=Called party",file=Path,start=Start,session-id=Call,channels=Voice'
    const { code, calls } = await plan(['--manifest', 'calls.csv', '--map', map, '--direction', 'in'])
    expect(code).toBe(0)
    expect(calls.map(({ source, facts }) => [source, facts])).toEqual([
      [
        'calls.csv line 2',
        {
          sessionId: 's1',
          from: '2001',
          to: 'Desk; 2nd floor',
          startedAt: '2026-03-01T09:29:59.000Z',
          direction: 'inbound',
        },
      ],
      ['calls.csv line 5', { direction: 'inbound' }],
    ])
    expect(channelsOf(calls)).toEqual([
      [
        ['1.wav', 'caller'],
        ['2.wav', 'agent'],
      ],
      [['3.wav', 'caller', 'agent']],
    ])
  })

  it('needs no map where its columns have our names, and may name a file a side', async () => {
    bench.write('calls.csv', 'Session ID,file.caller,file.agent,agent_name,duration\ns,1.wav,2.wav,Ann,1:02:03.5\n')
    const { calls } = await plan(['--manifest', 'calls.csv'])
    expect(calls[0]?.facts).toEqual({ sessionId: 's', agentName: 'Ann', durationMs: 3_723_500 })
    expect(channelsOf(calls)).toEqual([
      [
        ['1.wav', 'caller'],
        ['2.wav', 'agent'],
      ],
    ])
  })

  it('names the SIPREC stream in each channel of a file', async () => {
    bench.write('a.wav', 'a')
    bench.write('b.wav', 'b')
    bench.write('calls.csv', 'file,labels,session-id\na.wav,101;102,s\nb.wav,;103,s\n')
    const { calls } = await plan(['--manifest', 'calls.csv'])
    expect(calls[0]?.files.map(({ labels }) => labels)).toEqual([
      ['101', '102'],
      [null, '103'],
    ])
  })

  it('tells what is wrong with a row by its line, and the rest goes on', async () => {
    const rows = [
      'from,file,start,session_id,direction,channels',
      '1,none.wav,,,,',
      '1,1.wav,03/04/2026,,up,',
      '1,1.wav',
      '1,1.wav,,s,,',
      '2,2.wav,,s,,',
      '1,1.wav,,,,left',
      '1,,,,,',
      '3,sub/3.wav,,,,',
    ]
    bench.write('calls.csv', rows.join('\n'))
    const { code, calls, stderr } = await plan(['--manifest', 'calls.csv'])
    expect(code).toBe(1)
    expect(calls.map(({ facts }) => facts.from)).toEqual(['1', '3'])
    const problems = stderr.trim().split('\n').sort()
    expect(problems).toEqual([
      expect.stringMatching(/line 2: .+none\.wav does not exist/),
      expect.stringMatching(/line 3: start: day and month .+; direction: must be/),
      expect.stringMatching(/line 4: .+(length|columns)/i),
      'calls.csv line 6: from differs from what calls.csv line 5 says of the same call.',
      expect.stringMatching(/line 7: "left" is no voice/),
      expect.stringMatching(/line 8: names no file/),
    ])
  })

  it.each([
    [['--map', 'from=Nobody,file=file'], 'no column "Nobody". It has "from", "file".'],
    [['--map', 'whence=from'], '--map knows no "whence"'],
    [['--map', 'from=from'], 'No column of the manifest is known as the file'],
    [['--map', 'from'], 'Write --map as from=Caller'],
  ])('with %s cannot be used', async (args, reason) => {
    bench.write('calls.csv', 'from,file\n1,1.wav\n')
    expect(await bench.ingest(['--manifest', 'calls.csv', ...args])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(reason),
    })
  })
})

describe('a SIPREC document', () => {
  it('shows in a dry run what it will say, and what is wrong with it', async () => {
    bench.write('1.wav', 'x')
    const participants = '<participant participant_id="a"><nameID aor="sip:2001@h"/></participant>'
    bench.write(
      'call.xml',
      `<recording><session session_id="s-9"/>\n<start-time>x</start-time>${participants}<oops></recording>`,
    )
    const { stdout, stderr } = await bench.ingest(['1.wav', '--siprec', 'call.xml', '--dry-run'])
    expect(stdout).toMatch(/2001 .+ s-9 .+ 1\.wav/)
    expect(stderr).toMatch(/^1\.wav: SIPREC line 2: Not well-formed XML/)
  })
})

describe('a command line that cannot be carried out', () => {
  it.each([
    [['--form', '1', 'a.wav'], "Unknown option '--form'"],
    [[], 'Name the files of a call'],
    [['a.wav', '--manifest', 'x.csv'], 'Give one of files and --manifest, not both.'],
    [['a.wav', '--map', 'a=b'], '--map is about a --manifest'],
    [['a.wav', '--channels', 'left'], '"left" is no voice'],
    [['a.wav', '--kind', 'photo'], 'must be audio, video or screen'],
    [['a.wav', '--segment', '0'], '--segment must be a whole number from 1'],
    [['a.wav', '--concurrency', 'lots'], '--concurrency must be'],
    [['a.wav', '--time-zone', 'Berlin'], 'There is no time zone "Berlin"'],
    [['a.wav', '--date-format', 'DD'], '--date-format must name YYYY, MM and DD'],
    [['a.wav', '--sip-header', 'UCID'], 'Write --sip-header as'],
    [['a.wav', '--sides', 'A=caller'], '--sides needs'],
    [['a.wav', '--settle', '3'], '--settle is about --watch'],
    [['--watch', 'nowhere', '--dry-run'], 'There is no folder'],
    [['a.wav', '--wait', '--no-wait'], 'not both'],
  ])('%s', async (args, reason) => {
    const { code, stdout, stderr } = await bench.ingest(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(reason)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('has help', async () => {
    const { code, stdout } = await bench.ingest(['--help'])
    expect(code).toBe(0)
    for (const word of ['--session-id', '--manifest', '--watch', '--dry-run', 'SOUNDKEEP_URL', '130:'])
      expect(stdout).toContain(word)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
  })
})
