import { type BodyOf, type Contract, newUserDefaults, type ResponseOf } from '../../contract/index.ts'
import type { Principal, User } from '../../model/index.ts'
import { entryOf } from '../audit/index.ts'
import { requireMake } from '../permissions/index.ts'
import { Refusal } from '../problems/index.ts'
import { readCsv } from './csv.ts'
import { type AskedLine, type ColumnError, type Named, readHeading, readLine } from './import-columns.ts'
import { requireEditable, requireGrantable } from './rights.ts'
import {
  changedUser,
  followPerson,
  giveSignIn,
  maxUsers,
  newUser,
  tooManyUsers,
  type UserChanges,
  type UserPorts,
} from './users.ts'

export type ImportResult = ResponseOf<Contract['users']['importUsers']>
type ImportLine = ImportResult['lines'][number]

const maxLines = 500
const maxErrors = 50
/** Each takes a few requests of its own. */
const atOnce = 8

/** A line that can be carried out. */
type Plan = { line: number; asked: AskedLine } & (
  | { kind: 'create' }
  | { kind: 'update'; previous: User; changes: UserChanges }
  | { kind: 'unchanged'; previous: User }
)

/**
 * Creates or updates people by e-mail. All lines are read and held against what the principal may give first: if one is
 * wrong, a trial tells which, and nothing is ever written. Each person is then written whole; a file that failed half way can be sent again, since what is
 * done already is unchanged.
 * @throws Refusal invalid_request for what is no such file, and naming the lines that are wrong; too_many_users
 */
export async function importUsers(
  ports: UserPorts,
  principal: Principal,
  { csv, isDryRun }: BodyOf<Contract['users']['importUsers']>,
): Promise<ImportResult> {
  const read = readCsv(csv)
  if ('fault' in read) throw refusedFile(read.fault)
  const [heading, ...body] = read.lines
  if (!heading || body.length === 0) throw refusedFile('The file needs a heading and at least one person.')
  if (body.length > maxLines) {
    throw refusedFile(`The file has ${body.length} people: send at most ${maxLines} at a time.`)
  }
  const columns = readHeading(heading.cells)
  if ('errors' in columns) {
    const [first] = columns.errors
    throw refusedFile(`The heading “${first?.column}” ${first?.message}.`)
  }

  const [users, named] = await Promise.all([ports.users.users(principal.tenantId), namedBy(ports, principal)])
  const byEmail = new Map(users.map((user) => [user.email, user]))
  const seen = new Set<string>()
  const checked: (Plan | ImportLine)[] = []
  for (const { line, cells } of body) {
    const given = readLine(columns.columns, cells, named)
    if ('errors' in given) checked.push(invalid(line, given.email, given.errors))
    else if (seen.has(given.asked.email)) {
      checked.push(invalid(line, given.asked.email, [{ column: 'email', message: 'comes twice in the file' }]))
    } else {
      seen.add(given.asked.email)
      checked.push(await planOf(ports, principal, line, given.asked, byEmail.get(given.asked.email)))
    }
  }
  const plans = checked.filter((each): each is Plan => 'kind' in each)
  if (users.length + plans.filter(({ kind }) => kind === 'create').length > maxUsers) throw tooManyUsers()
  if (isDryRun) {
    return resultOf(
      true,
      checked.map((each) => ('kind' in each ? told(each) : each)),
    )
  }
  refuseInvalid(checked.filter((each): each is ImportLine => !('kind' in each)))
  return resultOf(false, await carryOut(ports, principal, plans))
}

function refuseInvalid(lines: readonly ImportLine[]): void {
  if (lines.length === 0) return
  const errors = lines.flatMap(({ line, errors: wrong }) =>
    wrong.map(({ column, message }) => ({ field: `csv:${line}${column === null ? '' : `.${column}`}`, message })),
  )
  throw new Refusal(
    'invalid_request',
    `Nothing was written, since lines are wrong: ${lines.map(({ line }) => line).join(', ')}. Correct them and send the file again.`,
    errors.slice(0, maxErrors),
  )
}

const refusedFile = (detail: string) => new Refusal('invalid_request', detail, [{ field: 'csv', message: detail }])

async function namedBy({ routes, groups, policies }: UserPorts, { tenantId }: Principal): Promise<Named> {
  const [allRoutes, allGroups, allPolicies] = await Promise.all([
    routes.routes(tenantId),
    groups.groups(tenantId),
    policies.policies(tenantId),
  ])
  return { routes: allRoutes, groups: allGroups, policies: allPolicies }
}

const invalid = (line: number, email: string | null, errors: ColumnError[]): ImportLine => ({
  ...{ line, email, outcome: 'invalid', errors },
})

const told = ({ line, asked, kind }: Plan): ImportLine => ({
  ...{ line, email: asked.email, errors: [] },
  outcome: kind === 'create' ? 'created' : kind === 'update' ? 'updated' : 'unchanged',
})

/** What the line comes down to, or why it cannot be done. */
async function planOf(
  ports: UserPorts,
  principal: Principal,
  line: number,
  asked: AskedLine,
  previous: User | undefined,
): Promise<Plan | ImportLine> {
  const { email, changes } = asked
  try {
    if (!previous) {
      if (changes.name === undefined) return invalid(line, email, [{ column: 'name', message: 'is missing' }])
      requireMake(principal, 'user:Edit', 'user')
      await requireGrantable(ports, principal, { ...newUserDefaults, ...changes }, null)
      return { line, asked, kind: 'create' }
    }
    const differing = Object.entries(changes).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(previous[field as keyof UserChanges]), // its own keys
    )
    if (differing.length === 0) return { line, asked, kind: 'unchanged', previous }
    requireEditable(principal, previous)
    await requireGrantable(ports, principal, { ...previous, ...changes }, previous)
    return { line, asked, kind: 'update', previous, changes: Object.fromEntries(differing) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const fields = error.fieldErrors.map(({ field, message }) => ({ column: field, message }))
    return invalid(line, email, fields.length > 0 ? fields : [{ column: null, message: error.message }])
  }
}

/** A few at a time, in the order of the file. */
async function carryOut(ports: UserPorts, principal: Principal, plans: readonly Plan[]): Promise<ImportLine[]> {
  const lines: ImportLine[] = []
  for (let at = 0; at < plans.length; at += atOnce) {
    lines.push(...(await Promise.all(plans.slice(at, at + atOnce).map((plan) => carryOutOne(ports, principal, plan)))))
  }
  return lines
}

async function carryOutOne(ports: UserPorts, principal: Principal, plan: Plan): Promise<ImportLine> {
  const failed = (): ImportLine => ({
    ...told(plan),
    outcome: 'failed',
    errors: [{ column: null, message: 'could not be written: send the file again' }],
  })
  if (plan.kind === 'unchanged') {
    // A file that failed half way may have left them without.
    await giveSignIn(ports, plan.previous)
    return told(plan)
  }
  if (plan.kind === 'update') {
    const user = await changedUser(ports, principal, plan.previous, plan.changes)
    const fields = Object.keys(plan.changes)
    const audit = entryOf(principal, 'importUsers', { userId: user.id }, { fields })
    if ((await ports.users.change(user, plan.previous, audit)) === 'stale') return failed()
    await giveSignIn(ports, user)
    await followPerson(ports, user, plan.changes)
    return told(plan)
  }
  const { email, changes } = plan.asked
  const { isEnabled = true, name = '', ...rest } = changes
  const user = { ...(await newUser(ports, principal, { ...newUserDefaults, ...rest, name, email })), isEnabled }
  const audit = entryOf(principal, 'importUsers', { userId: user.id })
  if ((await ports.users.create(user, audit, null)) === 'stale') return failed()
  await giveSignIn(ports, user)
  return told(plan)
}

function resultOf(isDryRun: boolean, lines: ImportLine[]): ImportResult {
  const counts = { created: 0, updated: 0, unchanged: 0, invalid: 0, failed: 0 }
  for (const { outcome } of lines) counts[outcome] += 1
  return { isDryRun, lines, counts }
}
