import { useQuery } from '@tanstack/react-query'
import type { Permission, Role } from '../../functions/contract/index.ts'
import { permissionsQuery } from '../api/index.ts'
import { useApi, useTenant } from './context.ts'

/** What the person may do in the tenant. Until it is known, and where it cannot be had, nothing. */
export type Permitted = {
  may: (permission: Permission) => boolean
  /** Who the person is in this tenant; null until it is known. */
  id: string | null
  /** What the person is in this tenant; null until it is known. */
  role: Role | null
  isKnown: boolean
  error: unknown
  retry: () => void
}

export function usePermissions(): Permitted {
  const api = useApi()
  const tenant = useTenant()
  const { data, error, refetch } = useQuery(permissionsQuery(api, tenant.id))
  return {
    may: (permission) => data?.permissions.includes(permission) ?? false,
    id: data?.id ?? null,
    role: data?.role ?? null,
    isKnown: data !== undefined,
    error: data ? null : error,
    retry: () => void refetch(),
  }
}
