import type { Tenant } from './context.ts'

const storageKey = 'soundkeep.tenant'

/** Remembers the tenant chosen last on this machine. Where storage is refused, nothing is remembered. */
export function rememberTenant(tenantId: string): void {
  try {
    localStorage.setItem(storageKey, tenantId)
  } catch {
    // Private windows of some browsers refuse storage; the first tenant is then the one to start with.
  }
}

/** The tenant to start with: the one remembered, if the person still has it, else the first. */
export function tenantToStartWith(tenants: readonly Tenant[]): Tenant | undefined {
  let remembered: string | null = null
  try {
    remembered = localStorage.getItem(storageKey)
  } catch {
    // As above.
  }
  return tenants.find(({ id }) => id === remembered) ?? tenants[0]
}
