import { StsError } from './errors.ts'

/** The form parameters of one call. `Tags.member.1.Key` and its like are read with `list`. */
export type Parameters = {
  text(name: string): string | undefined
  /** Members of a list in their order, each as its field names and texts; a plain member has the one field ''. */
  list(name: string): ReadonlyArray<Readonly<Record<string, string>>>
}

/**
 * Reads the form, refusing what this STS does not know. To ignore a session policy or an MFA code would grant more than
 * the real service does, so an unknown parameter is an error and not a detail.
 */
export function readParameters(form: URLSearchParams, known: readonly string[]): Parameters {
  for (const name of form.keys()) {
    const [root = ''] = name.split('.')
    if (root !== 'Action' && root !== 'Version' && !known.includes(root)) {
      throw new StsError('NotImplemented', `The local STS does not support the parameter ${root}; leave it out`)
    }
  }
  return {
    text: (name) => form.get(name) ?? undefined,
    list(name) {
      const members = new Map<number, Record<string, string>>()
      for (const [key, value] of form) {
        const match = /^(\w+)\.member\.(\d{1,4})(?:\.(\w+))?$/.exec(key)
        if (match === null || match[1] !== name) continue
        const member = members.get(Number(match[2])) ?? {}
        member[match[3] ?? ''] = value
        members.set(Number(match[2]), member)
      }
      return [...members].sort(([left], [right]) => left - right).map(([, member]) => member)
    },
  }
}
