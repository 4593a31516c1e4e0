import * as z from 'zod'
import type { Person, TenantLink } from '../../model/index.ts'
import type { Clock, PersonStore } from '../../ports/index.ts'
import { auditWrites } from './audit-item.ts'
import { byName, tenantTables, writeAll } from './entity.ts'
import { parseItem } from './item.ts'
import { administratorPartition, keys, platformTenantId } from './keys.ts'
import { personItem, readPerson } from './people-items.ts'
import { getItem, getItems, queryItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { isAbsent, isOfVersion, type Write } from './write.ts'

const MAX_LISTED = 1_000
const ATTEMPTS = 10

const administratorSchema = z.object({ subject: z.string() })

/** Who tokens stand for, under the reserved tenant id, for which `clientsFor` is asked. */
export function personStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): PersonStore {
  const tableOf = tenantTables(clientsFor, tableName)
  const platform = () => tableOf(platformTenantId)
  const audited = (audit: Parameters<PersonStore['create']>[1] | null) =>
    audit ? auditWrites(platformTenantId, audit, clock.now()) : []

  async function find(subject: string): Promise<Person | undefined> {
    const item = await getItem(await platform(), keys.person(subject))
    return item === undefined ? undefined : readPerson(item)
  }

  /** Until nobody was faster. */
  async function withLinks(
    subject: string,
    blank: Person | undefined,
    next: (links: Person['links']) => Person['links'],
  ): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const previous = await find(subject)
      const person = previous ?? blank
      if (!person) return
      const links = next(person.links)
      if (previous && links.length === previous.links.length) return
      const put = { put: personItem({ ...person, links, version: person.version + 1 }) }
      const when = previous ? isOfVersion(previous.version) : isAbsent
      if ((await writeAll(await platform(), [{ ...put, when }])) === 'written') return
    }
    throw new Error('A person is being changed by many at once: try again')
  }

  return {
    find,

    async administrators() {
      const table = await platform()
      const items = await queryItems(table, { partition: administratorPartition, limit: MAX_LISTED })
      const subjects = items.map((item) => parseItem('administrator', administratorSchema, item).subject)
      const people = await getItems(
        table,
        subjects.map((subject) => keys.person(subject)),
      )
      return people.map(readPerson).sort(byName)
    },

    link: (facts, link) => {
      const blank: Person = {
        ...{ ...facts, administrator: null, isEnabled: true, links: [], signedOutAt: null, secondFactorAt: null },
        version: 0,
      }
      return withLinks(facts.subject, blank, (links) => [...links.filter((each) => !isSame(each, link)), link])
    },

    unlink: (subject, link) => withLinks(subject, undefined, (links) => links.filter((each) => !isSame(each, link))),

    create: async (person, audit) =>
      writeAll(await platform(), [newPersonWrite(person), ...administratorWrites(person), ...audited(audit)]),

    change: async (person, previous, audit) =>
      writeAll(await platform(), [
        { put: personItem(person), when: isOfVersion(previous.version) },
        ...administratorWrites(person),
        ...(previous.administrator && !person.administrator
          ? [{ delete: keys.administrator(previous.administrator.id) }]
          : []),
        ...audited(audit),
      ]),

    remove: async (person, audit) =>
      writeAll(await platform(), [
        { delete: keys.person(person.subject), when: isOfVersion(person.version) },
        ...(person.administrator ? [{ delete: keys.administrator(person.administrator.id) }] : []),
        ...audited(audit),
      ]),
  }
}

export const newPersonWrite = (person: Person): Write => ({ put: personItem(person), when: isAbsent })

export const administratorWrites = ({ administrator, subject }: Person): Write[] =>
  administrator ? [{ put: { ...keys.administrator(administrator.id), subject } }] : []

const isSame = (one: TenantLink, other: TenantLink) => one.tenantId === other.tenantId && one.id === other.id
