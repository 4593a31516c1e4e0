import type { ProblemCode } from '../../contract/index.ts'
import { Refusal } from '../problems/index.ts'

/** As stores claim names: compatibility forms, in whatever case, are the same name (Unicode, section 3.13). */
const comparable = (name: string) => name.normalize('NFKC').toLowerCase()

/** Things that can be retired keep their names. */
type Kind = { code: ProblemCode; thing: string; isRetirable?: true }

export const nameKinds = {
  route: { code: 'route_name_taken', thing: 'route', isRetirable: true },
  group: { code: 'group_name_taken', thing: 'group' },
  policy: { code: 'policy_name_taken', thing: 'policy' },
  recorder: { code: 'recorder_name_taken', thing: 'recorder' },
  customField: { code: 'custom_field_name_taken', thing: 'custom field', isRetirable: true },
  category: { code: 'category_name_taken', thing: 'category', isRetirable: true },
} as const satisfies Record<string, Kind>

/**
 * @param self the thing that may keep its own name; null for a new one
 * @throws Refusal with the kind's code
 */
export function requireFreeName(
  { code, thing, isRetirable }: Kind,
  all: readonly { id: string; name: string }[],
  name: string,
  self: string | null,
): void {
  if (!all.some((each) => each.id !== self && comparable(each.name) === comparable(name))) return
  const retired = isRetirable ? ', perhaps a retired one' : ''
  throw new Refusal(code, `A ${thing} of this tenant has that name${retired}. Choose another.`, [
    { field: 'name', message: `is the name of another ${thing}` },
  ])
}
