import type { CustomFieldScope } from '../../../../functions/contract/index.ts'
import type { CustomField } from '../../../api/index.ts'

export const scopeWords: Record<CustomFieldScope, string> = { recording: 'Recordings', segment: 'Segments' }

const roleNames: Record<Exclude<CustomField['editors'], 'everybody'>['roles'][number], string> = {
  superUser: 'Super Users',
  accountAdministrator: 'Account Administrators',
  tenantAdministrator: 'Tenant Administrators',
  tenantUser: 'Tenant Users',
}

export const editorRoles = (Object.keys(roleNames) as (keyof typeof roleNames)[]) // its own keys
  .map((id) => ({ id, words: roleNames[id] }))
  .toReversed()

/** Who fills a field in, in a line. */
export function editorsInWords(editors: CustomField['editors'], groupNames: ReadonlyMap<string, string>): string {
  if (editors === 'everybody') return 'Everybody who may'
  const names = [
    ...editorRoles.filter(({ id }) => editors.roles.includes(id)).map(({ words }) => words),
    ...editors.groupIds.map((id) => groupNames.get(id) ?? 'A group that is gone'),
  ]
  return names.length === 0 ? 'Nobody: session metadata alone' : names.join(', ')
}
