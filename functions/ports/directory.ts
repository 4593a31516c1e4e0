import type { Person, Tenant } from '../model/index.ts'

/** Tenants, people and recorders: what the principal resolver reads before any tenant is chosen. */
export type Directory = {
  /** @returns undefined for a subject that nobody has. */
  personBySubject(subject: string): Promise<Person | undefined>
  /** All tenants, by name; at most 1,000. */
  tenants(): Promise<Tenant[]>
}
