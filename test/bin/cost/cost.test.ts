import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  assumptions,
  billOf,
  dollarsFor,
  keptIn,
  type Plan,
  type Price,
  prices,
  readCounts,
  readOptions,
  runCost,
  standing,
} from '../../../bin/cost/index.ts'
import { workerNames } from '../../../functions/adapters/sqs/index.ts'

function planOf(...args: string[]): Plan {
  const options = readOptions(args)
  if (!options) throw new Error('help was asked for')
  return options.plan
}

const billFor = (month: number, ...args: string[]) => billOf(month, planOf(...args), readCounts())
const dollarsOf = (bill: ReturnType<typeof billFor>, name: string) =>
  bill.byService.find(({ service }) => service === name)?.dollars ?? Number.NaN

describe('the price table', () => {
  it.each(Object.entries<Price>(prices))(
    '%s has a page of AWS, a date, and where it was read or that it was not',
    (_, price) => {
      expect(price.source).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\//)
      expect(new Date(price.lookedUp).toISOString()).toBe(`${price.lookedUp}T00:00:00.000Z`)
      if (price.readAt === null) expect(price.note).toMatch(/^Not verified/)
      else expect(price.readAt).toMatch(/^https:\/\//)
    },
  )

  it('charges each tier for what lies in it', () => {
    expect(dollarsFor('apiRequests', 300e6)).toBeCloseTo(300)
    expect(dollarsFor('apiRequests', 400e6)).toBeCloseTo(390)
    expect(dollarsFor('standardGb', 60 * 1024)).toBeCloseTo(50 * 1024 * 0.023 + 10 * 1024 * 0.022)
    expect(dollarsFor('writeUnits', 2e6)).toBeCloseTo(1.25)
  })
})

describe('what is kept', () => {
  const load = { objectsAMonth: 100, objectBytes: 1e6, retentionMonths: 12, moves: [] }

  it('grows until the first are deleted, and then stays', () => {
    const objects = [1, 2, 12, 13, 40].map((month) => keptIn(month, load).keptObjects)
    expect(objects).toEqual([50, 150, 1_150, 1_200, 1_200])
    expect([12, 13].map((month) => keptIn(month, load).deletedObjects)).toEqual([0, 100])
  })

  it('lies in the class that it was moved to, once it is old enough', () => {
    const moves = [{ share: 0.5, to: 'glacier-flexible', afterDays: 91.3125 } as const] // three months
    const kept = keptIn(40, { ...load, moves })
    expect(kept.moved[0]).toMatchObject({ keptObjects: 450, movedObjects: 50 })
    expect(kept.moved[0]?.paidBytes).toBe(450 * (1e6 + 32 * 1024))
    expect(kept.standardBytes).toBe(750 * 1e6 + 450 * 8 * 1024)
    expect(keptIn(3, { ...load, moves }).moved[0]).toMatchObject({ keptObjects: 0, movedObjects: 0 })
  })

  it('is paid for as large and as long as the class asks for', () => {
    const small = { ...load, objectBytes: 1_000, moves: [{ share: 1, to: 'standard-ia', afterDays: 30 } as const] }
    const [ia] = keptIn(40, small).moved
    expect(ia?.paidBytes).toBe((ia?.keptObjects ?? 0) * 128 * 1024)

    // Deleted in the month in which they are moved: most of 180 days are paid for objects that are gone.
    const short = { ...load, retentionMonths: 2, moves: [{ share: 1, to: 'deep-archive', afterDays: 30 } as const] }
    const [archive] = keptIn(40, short).moved
    const paidMonths = (archive?.paidBytes ?? 0) / 100 / (1e6 + 32 * 1024)
    expect(paidMonths).toBeCloseTo(180 / (365.25 / 12), 6)
  })

  it('is not moved where it is deleted before', () => {
    const moves = [{ share: 1, to: 'glacier-instant', afterDays: 400 } as const]
    expect(keptIn(40, { ...load, moves }).moved[0]).toMatchObject({ keptObjects: 0, movedObjects: 0, paidBytes: 0 })
  })
})

describe('a bill', () => {
  it('adds up, dearest first', () => {
    const { byService, dollars } = billFor(12, '--recordings', '1e6')
    expect(byService.reduce((sum, each) => sum + each.dollars, 0)).toBeCloseTo(dollars, 6)
    expect(byService.map((each) => each.dollars)).toEqual(byService.map((each) => each.dollars).sort((a, b) => b - a))
  })

  it('reckons writes from what the tests measured', () => {
    const nobody = ['--people', '0', '--reads', '0', '--downloads', '0']
    const [none, many] = ['0', '1e6'].map((recordings) => billFor(1, '--recordings', recordings, ...nobody))
    const { announce, arrival } = readCounts()
    const written = (bill: typeof none) =>
      bill?.byService.flatMap(({ lines }) => lines).find(({ name }) => name === 'writeUnits')?.amount ?? 0
    expect(written(many) - written(none)).toBeCloseTo(1e6 * (announce.writeUnits + arrival.writeUnits), 0)
  })

  it('sends what is heard from S3, and charges for the way', () => {
    const bill = billFor(12, '--recordings', '1e6', '--reads', '1', '--downloads', '0')
    const gigabytes = (1e6 * 5 * 2 * 8_000 * 60) / 1024 ** 3
    expect(dollarsOf(bill, 'Data transfer')).toBeCloseTo(gigabytes * 0.09, 6)
  })

  it('falls with an archive and grows with months, calls, listeners and tenants', () => {
    const usual = billFor(24).dollars
    expect(billFor(24, '--move', '1:deep-archive:1').dollars).toBeLessThan(usual)
    for (const more of [
      ...[
        ['--recordings', '200000'],
        ['--reads', '2'],
        ['--people', '1000'],
        ['--tenants', '100'],
        ['--minutes', '9'],
      ],
    ]) {
      expect(billFor(24, ...more).dollars).toBeGreaterThan(usual)
    }
    expect(billFor(25).dollars).toBeGreaterThan(usual)
  })

  it.each(['dev', 'prod'] as const)(
    'reckons as many alarms and queues of work as the template of %s has',
    async (stage) => {
      const template = new URL(`../../../docs/templates/${stage}.summary.json`, import.meta.url)
      const { monitoring } = JSON.parse(await readFile(template, 'utf8'))
      expect(standing[stage].alarms).toBe(monitoring.resources['AWS::CloudWatch::Alarm'])
      expect(assumptions.workQueues).toBe(workerNames.length)
    },
  )

  it('costs little to have: the standing parts and what the schedules ask', () => {
    const nothing = ['--recordings', '0', '--people', '0', '--tenants', '1', '--recorders', '0']
    expect(billFor(1, ...nothing).dollars).toBeGreaterThan(0)
    expect(billFor(1, ...nothing).dollars).toBeLessThan(30)
    // A stage for trying has the same alarms: they are tried there.
    expect(billFor(1, ...nothing, '--stage', 'dev').dollars).toBe(billFor(1, ...nothing).dollars)
  })
})

describe('assumptions', () => {
  it('say what the player does', async () => {
    const player = await readFile(join(import.meta.dirname, '../../../web/player/useListening.ts'), 'utf8')
    expect(player).toContain(`reportEveryMs = ${assumptions.heardEverySeconds}_000`)
  })
})

describe('npm run cost', () => {
  let folder: string
  let said: string[]
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soundkeep-cost-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  beforeEach(() => {
    said = []
  })

  const run = (...args: string[]) => {
    const write = (text: string) => void said.push(text)
    return runCost(args, { plotFile: join(folder, 'costs.svg'), say: write, complain: write })
  }

  it('shows a month by service, with shares and for each recording', async () => {
    expect(await run('--recordings', '1e6', '--move', '0.9:glacier-instant:90')).toBe(0)
    expect(said[0]).toMatch(/^1,000,000 calls of 5 minutes a month/)
    expect(said[0]).toMatch(/^S3 +\d[\d,.]+ +\d+\.\d %$/m)
    expect(said[0]).toMatch(/^together +[\d,.]+$/m)
    expect(said[0]).toMatch(/each of the month's recordings: 0\.\d{5} dollars/)
    expect(said[0]).toContain('Glacier Instant Retrieval')
  })

  it('gives the same as JSON', async () => {
    expect(await run('--json')).toBe(0)
    expect(JSON.parse(said.join())).toMatchObject({ plan: { recordings: 100_000 }, month: 12 })
  })

  it('plots two years, in a picture that needs nothing from elsewhere', async () => {
    expect(await run('--plot')).toBe(0)
    const svg = await readFile(join(folder, 'costs.svg'), 'utf8')
    expect(svg.match(/<rect [^>]*><title>S3, month /g)).toHaveLength(24)
    expect(svg).not.toMatch(/<script|href|url\(|NaN|undefined/)
    expect(said.join()).toContain('costs.svg')
  })

  it('plots nothing at all, too', async () => {
    await run('--plot', '--recordings', '0', '--people', '0', '--recorders', '0', '--tenants', '1')
    expect(await readFile(join(folder, 'costs.svg'), 'utf8')).not.toMatch(/NaN|Infinity/)
  })

  it('is the picture in the documents, of the load that they name', async () => {
    const documents = join(import.meta.dirname, '../../../docs')
    const command = /npm run cost -- (.*--plot)$/m.exec(await readFile(join(documents, 'costs.md'), 'utf8'))?.[1] ?? ''
    expect(await run(...command.split(' '))).toBe(0)
    expect(await readFile(join(folder, 'costs.svg'), 'utf8')).toBe(await readFile(join(documents, 'costs.svg'), 'utf8'))
  })

  it.each([
    [['--recordings', 'many'], '--recordings must be a number from 0 to 1,000,000,000, and "many" is not.'],
    [['--recordings', '-1'], "Option '--recordings' argument is ambiguous"],
    [['--tenants', '1.5'], '--tenants must be a whole number from 1 to 1,000,000, and "1.5" is not.'],
    [['--stage', 'test'], '--stage must be one of dev, prod, and "test" is not.'],
    [['--tier', 'best'], '--tier must be one of lite, essentials, plus, and "best" is not.'],
    [['--move', 'all'], 'Write --move as SHARE:CLASS:DAYS, such as 0.9:glacier-instant:90'],
    [['--move', '0.5:attic:90'], '--move must be one of standard-ia, glacier-instant, glacier-flexible, deep-archive'],
    [['--move', '0.5:standard-ia:10'], 'S3 moves to standard-ia after 30 days at the earliest'],
    [
      ['--move', '0.6:glacier-instant:90', '--move', '0.6:deep-archive:9'],
      'The shares of --move are of all recordings',
    ],
    [['--recording', '5'], "Unknown option '--recording'. See --help."],
    [['5'], 'Unexpected argument'],
  ])('refuses %j and says what to do', async (args, message) => {
    expect(await run(...args)).toBe(2)
    expect(said.join()).toContain(message)
  })

  it('explains itself', async () => {
    expect(await run('--help')).toBe(0)
    expect(said[0]).toContain('--move SHARE:CLASS:DAYS')
  })
})
