import { createContext, useContext } from 'react'
import type { Api, Me } from '../api/index.ts'
import type { Formats } from '../time/index.ts'
import type { Session } from './session.ts'

export type Tenant = Me['tenants'][number]

/** What is known of the person who is signed in. */
export type Person = { me: Me; formats: Formats }

export const SessionContext = createContext<{ session: Session; api: Api } | null>(null)
export const PersonContext = createContext<Person | null>(null)
export const TenantContext = createContext<Tenant | null>(null)

function present<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`${what} is used outside of the part of the page that provides it`)
  return value
}

export const useSession = (): Session => present(useContext(SessionContext), 'useSession').session
export const useApi = (): Api => present(useContext(SessionContext), 'useApi').api
export const usePerson = (): Person => present(useContext(PersonContext), 'usePerson')
export const useFormats = (): Formats => usePerson().formats
/** The tenant in which the page acts, from its address. */
export const useTenant = (): Tenant => present(useContext(TenantContext), 'useTenant')
