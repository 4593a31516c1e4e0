import { describe, expect, it } from 'vitest'
import { importUsers } from '../../../functions/domain/people/index.ts'
import type { User } from '../../../functions/model/index.ts'
import { givenGroup, givenPolicy, givenPrincipal, givenUser, routeIds, tenantId } from '../given.ts'
import { type GivenPeople, givenWorld, refusalOf } from './given.ts'

const [, sales, support] = routeIds
const tara = givenPrincipal({ user: { id: 'tara' } })
const front = givenGroup({ name: 'Front desk' })
const night = givenGroup({ name: 'Night' })
const nights = givenPolicy({ name: 'Nights' })
const there: GivenPeople = { groups: [front, night], policies: [nights] }

const importInto = (world: ReturnType<typeof givenWorld>, csv: string, isDryRun = false, who = tara) =>
  importUsers(world.ports, who, { csv, isDryRun })

/** What one file does in a tenant with these people. */
async function imported(csv: string, given: GivenPeople = {}, isDryRun = false) {
  const world = givenWorld({ ...there, ...given })
  const result = await importInto(world, csv, isDryRun)
  const users = new Map(world.users.list().map((user) => [user.email, user]))
  return { ...world, result, userOf: (email: string) => users.get(email) }
}
/** The same, as a trial. */
const tried = (csv: string, given: GivenPeople = {}) => imported(csv, given, true)

/** What is wrong with the one line of a file. */
async function wrongIn(heading: string, line: string) {
  const csv = `email,name,${heading}\nben@example.com,Ben,${line}\n`
  const { result } = await tried(csv)
  const wrong = result.counts.invalid > 0
  const world = givenWorld(there)
  if (wrong) await refusalOf(importInto(world, csv))
  else await importInto(world, csv)
  expect(world.users.all.size).toBe(wrong ? 0 : 1)
  return result.lines[0]?.errors ?? []
}
const refusedFile = async (csv: string) => {
  const refusal = await refusalOf(importInto(givenWorld(there), csv))
  if (typeof refusal === 'string') return refusal
  expect(refusal.code).toBe('invalid_request')
  return refusal.fields.csv
}

describe('a file of people', () => {
  it('makes who is new and changes who is known, by e-mail, and says so of each line', async () => {
    const known = givenUser({ email: 'uma@example.com', name: 'Uma', agentIds: ['1'] })
    const same = givenUser({ email: 'ann@example.com', name: 'Ann' })
    const { result, userOf, audited, asked, people } = await imported(
      'Name,E-Mail,agent_ids\nBen,BEN@example.com,1001; 1002\nUma Patel,uma@example.com,\nAnn,ann@example.com,\n',
      { users: [known, same] },
    )
    expect(result).toEqual({
      isDryRun: false,
      lines: [
        { line: 2, email: 'ben@example.com', outcome: 'created', errors: [] },
        { line: 3, email: 'uma@example.com', outcome: 'updated', errors: [] },
        { line: 4, email: 'ann@example.com', outcome: 'unchanged', errors: [] },
      ],
      counts: { created: 1, updated: 1, unchanged: 1, invalid: 0, failed: 0 },
    })
    const ben = userOf('ben@example.com')
    expect(ben).toMatchObject({ name: 'Ben', agentIds: ['1001', '1002'], role: 'tenantUser', version: 1 })
    expect(people.get(ben?.subject ?? '')?.links).toEqual([{ kind: 'user', tenantId, id: ben?.id }])
    // An empty cell leaves what is there.
    expect(userOf('uma@example.com')).toEqual({ ...known, name: 'Uma Patel', version: 2 })
    expect(asked).toEqual(['invite ben@example.com'])
    expect(audited).toHaveLength(2)
    expect(audited).toMatchObject([
      { action: 'importUsers', objects: { userId: known.id }, fields: ['name'] },
      { action: 'importUsers', objects: { userId: ben?.id }, fields: [] },
    ])
  })

  it('calls a person everywhere as it does, where they belong to this tenant alone', async () => {
    const known = givenUser({ email: 'uma@example.com', name: 'Uma' })
    const { people } = await imported('email,name\numa@example.com,Uma Patel\n', { users: [known] })
    expect(people.get(known.subject)?.name).toBe('Uma Patel')
  })

  it('reads all columns', async () => {
    const { result, userOf, boundaries } = await imported(
      [
        'email,name,role,routes,groups,supervises,agent ids,permissions,policies,time zone,language,enabled',
        'a@example.com,A,Tenant User,Sales;SUPPORT,front desk,Night,1001,View; my calls,nights,Europe/Berlin,de-at,no',
        'b@example.com,B,user,all,,,,,,,,yes',
      ].join('\n'),
    )
    expect(result.counts).toMatchObject({ created: 2, invalid: 0 })
    expect(userOf('a@example.com')).toMatchObject({
      ...{ role: 'tenantUser', routes: [sales, support], agentIds: ['1001'], isEnabled: false },
      groups: [
        { groupId: night.id, isSupervisor: true },
        { groupId: front.id, isSupervisor: false },
      ],
      ...{ managedPolicies: ['view', 'myCalls'], policyIds: [nights.id], timeZone: 'Europe/Berlin', locale: 'de-AT' },
    })
    const b = userOf('b@example.com')
    expect(b).toMatchObject({ routes: 'all', groups: [], managedPolicies: ['view', 'play', 'video'], isEnabled: true })
    expect(boundaries.get(b?.boundaryId ?? '')?.grants).toEqual([tara.grant])
  })

  it('takes who supervises a group for one of it, once', async () => {
    const { userOf } = await imported('email,name,groups,supervises\na@example.com,A,Night;Front desk,Night\n')
    expect(userOf('a@example.com')?.groups).toEqual([
      { groupId: night.id, isSupervisor: true },
      { groupId: front.id, isSupervisor: false },
    ])
  })

  it('that was sent already changes nothing more', async () => {
    const csv = 'email,name,routes,groups\nben@example.com,Ben,Sales,Night\nann@example.com,Ann,,\n'
    const world = givenWorld(there)
    await importInto(world, csv)
    const before = world.users.list()
    const again = await importInto(world, csv)
    expect(again.counts).toEqual({ created: 0, updated: 0, unchanged: 2, invalid: 0, failed: 0 })
    expect(world.users.list()).toEqual(before)
  })

  it('that failed half way gives whom it made their sign-in when it is sent again', async () => {
    const csv = 'email,name\nben@example.com,Ben\n'
    const world = givenWorld(there)
    world.hooks.isLinkLost = true
    await expect(importInto(world, csv)).rejects.toThrow('the network is down')
    world.hooks.isLinkLost = false
    expect((await importInto(world, csv)).counts.unchanged).toBe(1)
    const [ben] = world.users.list()
    expect(world.people.get(ben?.subject ?? '')?.links).toEqual([{ kind: 'user', tenantId, id: ben?.id }])
  })

  it('is only tried in a dry run', async () => {
    const known = givenUser({ email: 'uma@example.com', name: 'Uma' })
    const csv = 'email,name\nben@example.com,Ben\numa@example.com,Zoë\n'
    const { result, users, asked, audited } = await imported(csv, { users: [known] }, true)
    expect(result).toMatchObject({ isDryRun: true, counts: { created: 1, updated: 1 } })
    expect([users.list(), asked, audited]).toEqual([[known], [], []])
  })

  it('with one line that is wrong writes nothing, and says all that is wrong', async () => {
    const csv =
      'email,name,role,routes\nben@example.com,Ben,boss,Nowhere\nnot an address,,user,\nann@example.com,Ann,,\n'
    const world = givenWorld(there)
    const refusal = await refusalOf(importInto(world, csv))
    expect(refusal).toMatchObject({ code: 'invalid_request' })
    expect([world.users.all.size, world.asked]).toEqual([0, []])
    const { result } = await tried(csv)
    expect(result.counts).toMatchObject({ invalid: 2, created: 1 })
    const [ben, nobody] = result.lines
    expect(ben).toMatchObject({
      ...{ line: 2, email: 'ben@example.com', outcome: 'invalid' },
      errors: [
        { column: 'role', message: 'must be Tenant User or Tenant Administrator' },
        { column: 'routes', message: 'names “Nowhere”, which is not there' },
      ],
    })
    expect(nobody).toMatchObject({ line: 3, email: null, errors: [{ column: 'email' }] })
  })

  it('says of whom somebody else was faster, and goes on with the others', async () => {
    const uma = givenUser({ email: 'uma@example.com', name: 'Uma' })
    const world = givenWorld({ ...there, users: [uma] })
    world.hooks.beforeWrite = () => world.users.all.set(uma.id, { ...uma, version: 9 })
    const result = await importInto(world, 'email,name\numa@example.com,Zoë\nben@example.com,Ben\n')
    expect(result.lines.map(({ outcome }) => outcome)).toEqual(['failed', 'created'])
    expect(result.lines[0]?.errors).toEqual([{ column: null, message: 'could not be written: send the file again' }])
  })
})

describe('who is given what', () => {
  const line = 'email,name,role\nben@example.com,Ben,administrator\n'

  it('is held against what the importer administers', async () => {
    const { result } = await tried(line)
    expect(result.lines[0]).toMatchObject({ outcome: 'invalid', errors: [{ column: 'role' }] })
    const world = givenWorld(there)
    expect((await importInto(world, line, false, givenPrincipal({ role: 'superUser' }))).counts.created).toBe(1)
  })

  it('is not oneself, nor somebody whom the importer does not administer', async () => {
    const own = givenUser({ email: 'uma@example.com' })
    const boss = givenUser({ email: 'boss@example.com', role: 'tenantAdministrator' })
    const world = givenWorld({ ...there, users: [own, boss] })
    const csv = 'email,name\numa@example.com,New\nboss@example.com,New\n'
    const result = await importInto(world, csv, true, givenPrincipal({ user: { id: own.id } }))
    expect(result.lines.map(({ outcome, errors }) => [outcome, errors[0]?.column])).toEqual([
      ['invalid', null],
      ['invalid', null],
    ])
    expect(result.lines[0]?.errors[0]?.message).toContain('Ask another administrator')
    expect(world.users.list()).toEqual([own, boss])
  })

  it('is at most 2,000 people', async () => {
    const users: User[] = Array.from({ length: 1_999 }, () => givenUser())
    const csv = 'email,name\na@example.com,A\nb@example.com,B\n'
    expect(await refusalOf(importInto(givenWorld({ users }), csv))).toMatchObject({ code: 'too_many_users' })
    expect(await refusalOf(importInto(givenWorld({ users: users.slice(1) }), csv))).toBe('allowed')
  })
})

describe('a line that is wrong is told so:', () => {
  it.for([
    ['a formula', 'agent ids', '1001', '=HYPERLINK("x")'],
    ['a formula by plus', 'agent ids', '1001', '+1'],
    ['a formula by minus', 'agent ids', '1001', '-1'],
    ['a formula by at', 'agent ids', '1001', '@SUM'],
  ])('%s for a name', async ([, , , name]) => {
    const { result } = await tried(`email,name\nben@example.com,"${name?.replaceAll('"', '""')}"\n`)
    expect(result.lines[0]?.errors).toMatchObject([{ column: 'name', message: expect.stringContaining('formula') }])
  })

  it.for([
    ['characters that were not read', 'agent ids', 'M\uFFFDller', /could not be read: save the file as UTF-8/],
    ['a route that is not there', 'routes', 'Sales;Nowhere', /^names “Nowhere”/],
    ['a group that is not there', 'groups', 'Day', /^names “Day”/],
    ['a group to supervise that is not there', 'supervises', 'Day', /^names “Day”/],
    ['a policy that is not there', 'policies', 'Days', /^names “Days”/],
    ['a permission that is not there', 'permissions', 'view;fly', /^names “fly”; there are view, play/],
    ['a time zone that there is not', 'time zone', 'Mars/Olympus', /./],
    ['a language that there is not', 'language', 'klingonish language', /./],
    ['neither yes nor no', 'enabled', 'maybe', /^must be yes or no$/],
    ['too many agent ids', 'agent ids', Array.from({ length: 51 }, (_, at) => at).join(';'), /more than 50/],
    ['an agent id that is too long', 'agent ids', 'x'.repeat(129), /too long/],
  ] as const)('%s', async ([, column, cell, message]) => {
    expect(await wrongIn(column, cell)).toEqual([{ column, message: expect.stringMatching(message) }])
  })

  it('more cells than the heading', async () => {
    expect(await wrongIn('role', 'user,more')).toEqual([{ column: null, message: 'has more cells than the heading' }])
  })

  it('a new person without a name', async () => {
    const { result } = await tried('email\nben@example.com\n')
    expect(result.lines[0]?.errors).toEqual([{ column: 'name', message: 'is missing' }])
  })

  it('a person who comes twice, whatever the case of the address', async () => {
    const { result, users } = await tried('email,name\nben@example.com,Ben\n\nBEN@Example.com,Benjamin\n')
    expect(result.lines).toMatchObject([
      { line: 2, outcome: 'created' },
      { line: 4, outcome: 'invalid', errors: [{ column: 'email', message: 'comes twice in the file' }] },
    ])
    expect(users.all.size).toBe(0)
  })
})

describe('a file that is no list of people', () => {
  it.for([
    ['has no line', 'email,name\n', /needs a heading and at least one person/],
    ['is empty but for spaces', '  \n \n', /needs a heading/],
    [
      'has an unknown column',
      'email,name,salary\nb@example.com,B,1\n',
      /heading “salary” is no column: there are email, name/,
    ],
    ['has a column twice', 'email,name,Name\nb@example.com,B,C\n', /heading “Name” comes twice/],
    ['has no e-mail', 'name,role\nB,user\n', /heading “email” is missing/],
    ['opens a quote for ever', 'email,name\nb@example.com,"B\n', /quotes come in pairs/],
    ['has a quote within a cell', 'email,name\nb@example.com,B "the" B\n', /whole cell in quotes/],
    ['has something behind a quoted cell', 'email,name\nb@example.com,"B"x\n', /separate it/],
  ] as const)('%s', async ([, csv, message]) => {
    expect(await refusedFile(csv)).toMatch(message)
  })

  it('has at most 500 people', async () => {
    const lines = (count: number) =>
      `email,name\n${Array.from({ length: count }, (_, at) => `p${at}@example.com,P`).join('\n')}\n`
    expect(await refusedFile(lines(501))).toBe('The file has 501 people: send at most 500 at a time.')
    expect((await imported(lines(500), {}, true)).result.counts.created).toBe(500)
  })
})

describe('how a file is written', () => {
  const both = (csv: string) =>
    imported(csv).then(({ result, userOf }) => ({ result, name: userOf('a@example.com')?.name }))

  it.for([
    ['semicolons', 'email;name;agent ids\na@example.com;Ann, B.;"1;2"\n', 'Ann, B.'],
    ['tabs', 'email\tname\na@example.com\tAnn\n', 'Ann'],
    ['a byte order mark', '\uFEFF"email","name"\na@example.com,Ann\n', 'Ann'],
    ['ends of lines of Windows', 'email,name\r\na@example.com,Ann\r\n', 'Ann'],
    ['no end of the last line', 'email,name\na@example.com,Ann', 'Ann'],
    ['quotes', 'email,name\na@example.com,"Ann ""the"" B., C."\n', 'Ann "the" B., C.'],
    ['spaces around cells', ' email , name \n a@example.com , Ann \n', 'Ann'],
    ['columns that are missing at the end', 'email,name,role,routes\na@example.com,Ann\n', 'Ann'],
  ])('with %s', async ([, csv = '', name]) => {
    expect(await both(csv)).toMatchObject({ result: { counts: { created: 1 } }, name })
  })

  it('numbers lines as an editor does, empty ones and ends of lines within quotes among them', async () => {
    const csv = 'email,name\n\na@example.com,A\n;\n"b@example.com","B\nB"\n\nc@example.com,=C\n'.replace(';\n', ',\n')
    const { result } = await tried(csv)
    expect(result.lines.map(({ line, email }) => [line, email])).toEqual([
      [3, 'a@example.com'],
      [5, 'b@example.com'],
      [8, 'c@example.com'],
    ])
  })
})
