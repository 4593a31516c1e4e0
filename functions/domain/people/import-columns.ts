import type * as z from 'zod'
import { emailSchema, localeSchema, managedPolicySchema, shortText, timeZoneSchema } from '../../contract/index.ts'
import type { CustomPolicy, Group, Route } from '../../model/index.ts'
import type { NewUser, UserChanges } from './users.ts'

/** What a tenant has that a file may name. */
export type Named = {
  routes: readonly Route[]
  groups: readonly Group[]
  policies: readonly CustomPolicy[]
}

export type ColumnError = { column: string | null; message: string }
/** A line as what it asks; columns that are not there ask nothing. */
export type AskedLine = { email: string; changes: UserChanges }

const comparable = (name: string) => name.normalize('NFKC').trim().toLowerCase()

/** Cells that a spreadsheet would take for a formula once the list is exported again. */
const isFormula = (text: string) => /^[=+\-@\t\r]/.test(text)

const partsOf = (cell: string) =>
  cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')

type Reading = (cell: string, named: Named) => UserChanges | { problem: string }

const roles: Record<string, NewUser['role']> = {
  'tenant user': 'tenantUser',
  tenantuser: 'tenantUser',
  user: 'tenantUser',
  'tenant administrator': 'tenantAdministrator',
  tenantadministrator: 'tenantAdministrator',
  administrator: 'tenantAdministrator',
}

/** Ids by the names in a cell, or the first name that is nobody's. */
function idsOf<Id>(cell: string, all: readonly { id: Id; name: string }[]): Id[] | { problem: string } {
  const byName = new Map(all.map(({ id, name }) => [comparable(name), id]))
  const ids: Id[] = []
  for (const name of partsOf(cell)) {
    const id = byName.get(comparable(name))
    if (id === undefined) return { problem: `names “${name.slice(0, 60)}”, which is not there` }
    if (!ids.includes(id)) ids.push(id)
  }
  return ids
}

function textOf<S extends z.ZodType>(schema: S, cell: string): { value: z.output<S> } | { problem: string } {
  const parsed = schema.safeParse(cell)
  if (parsed.success) return { value: parsed.data }
  return { problem: parsed.error.issues[0]?.message ?? 'is not valid' }
}

/** Each column but the e-mail address, by its heading. An empty cell leaves that of a known person as it is. */
const columns: Record<string, Reading> = {
  name(cell) {
    if (isFormula(cell)) return { problem: 'must not begin with = + - or @, which spreadsheets take for a formula' }
    const read = textOf(shortText(128), cell)
    return 'problem' in read ? read : { name: read.value }
  },
  role(cell) {
    const role = roles[comparable(cell)]
    return role ? { role } : { problem: 'must be Tenant User or Tenant Administrator' }
  },
  routes(cell, { routes }) {
    if (comparable(cell) === 'all') return { routes: 'all' }
    const ids = idsOf(cell, routes)
    return 'problem' in ids ? ids : { routes: ids }
  },
  groups(cell, { groups }) {
    const ids = idsOf(cell, groups)
    return 'problem' in ids ? ids : { groups: ids.map((groupId) => ({ groupId, isSupervisor: false })) }
  },
  supervises(cell, { groups }) {
    const ids = idsOf(cell, groups)
    return 'problem' in ids ? ids : { groups: ids.map((groupId) => ({ groupId, isSupervisor: true })) }
  },
  'agent ids'(cell) {
    const ids = partsOf(cell)
    if (ids.length > 50) return { problem: 'names more than 50 agent ids' }
    const wrong = ids.find((id) => !shortText(128).safeParse(id).success)
    return wrong === undefined ? { agentIds: ids } : { problem: 'holds an agent id that is too long' }
  },
  permissions(cell) {
    const names = partsOf(cell)
    const byName = new Map(managedPolicySchema.options.map((name) => [comparable(name), name]))
    const managedPolicies: UserChanges['managedPolicies'] = []
    for (const name of names) {
      const known = byName.get(comparable(name).replace(/[\s'’-]/g, ''))
      if (known === undefined) {
        return { problem: `names “${name.slice(0, 60)}”; there are ${managedPolicySchema.options.join(', ')}` }
      }
      managedPolicies.push(known)
    }
    return { managedPolicies }
  },
  policies(cell, { policies }) {
    const ids = idsOf(cell, policies)
    if ('problem' in ids) return ids
    return ids.length > 10 ? { problem: 'names more than 10 policies' } : { policyIds: ids }
  },
  'time zone'(cell) {
    const read = textOf(timeZoneSchema, cell)
    return 'problem' in read ? read : { timeZone: read.value }
  },
  language(cell) {
    const read = textOf(localeSchema, cell)
    return 'problem' in read ? read : { locale: read.value }
  },
  enabled(cell) {
    const word = comparable(cell)
    if (['yes', 'true', '1'].includes(word)) return { isEnabled: true }
    if (['no', 'false', '0'].includes(word)) return { isEnabled: false }
    return { problem: 'must be yes or no' }
  },
}

export const columnNames: readonly string[] = ['email', ...Object.keys(columns)]

/** The columns that a heading names, in its order. */
export function readHeading(cells: readonly string[]): { columns: string[] } | { errors: ColumnError[] } {
  const names = cells.map((cell) =>
    comparable(cell)
      .replaceAll('_', ' ')
      .replace(/^e-?mail$/, 'email'),
  )
  const errors = names.flatMap((name, index): ColumnError[] => {
    const column = (cells[index] ?? '').slice(0, 60)
    if (!columnNames.includes(name)) {
      return [{ column, message: `is no column: there are ${columnNames.join(', ')}` }]
    }
    return names.indexOf(name) < index ? [{ column, message: 'comes twice' }] : []
  })
  if (!names.includes('email')) errors.push({ column: 'email', message: 'is missing: people are known by it' })
  return errors.length > 0 ? { errors } : { columns: names }
}

/** What a line asks, or everything that is wrong with it. */
export function readLine(
  heading: readonly string[],
  cells: readonly string[],
  named: Named,
): { asked: AskedLine } | { email: string | null; errors: ColumnError[] } {
  const errors: ColumnError[] = []
  const changes: UserChanges = {}
  const address = textOf(emailSchema, cells[heading.indexOf('email')] ?? '')
  if ('problem' in address) errors.push({ column: 'email', message: address.problem })
  if (cells.length > heading.length) errors.push({ column: null, message: 'has more cells than the heading' })
  for (const [index, column] of heading.entries()) {
    const cell = cells[index]?.trim() ?? ''
    const read = columns[column]
    if (!read || cell === '') continue
    const given = cell.includes('\uFFFD')
      ? { problem: 'holds characters that could not be read: save the file as UTF-8' }
      : read(cell, named)
    if ('problem' in given) errors.push({ column, message: given.problem })
    else Object.assign(changes, joined(changes, given))
  }
  const email = 'value' in address ? address.value : null
  return email === null || errors.length > 0 ? { email, errors } : { asked: { email, changes } }
}

/** Groups come from two columns; who supervises a group is in it. */
function joined(changes: UserChanges, given: UserChanges): UserChanges {
  if (!changes.groups || !given.groups) return given
  const supervised = [...changes.groups, ...given.groups].filter(({ isSupervisor }) => isSupervisor)
  const isSupervised = (id: string) => supervised.some(({ groupId }) => groupId === id)
  const others = [...changes.groups, ...given.groups].filter(({ groupId }) => !isSupervised(groupId))
  return { groups: [...supervised, ...others] }
}
