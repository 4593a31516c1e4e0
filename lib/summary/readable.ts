/** Logical ids end in a hash of the construct's path, which tells a reader nothing. */
const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '')

/** `<stack>:ExportsOutput<FnGetAtt|Ref><logical id><attribute><hash>` */
function readExport(name: string): string {
  const [stack = '', output = ''] = name.split(':')
  const [, kind, id = '', attribute = ''] =
    /^ExportsOutput(Ref|FnGetAtt)(.+?[0-9A-F]{8})(\w*?)[0-9A-F]{8}$/.exec(output) ?? []
  const short = stack.replace(/^soundkeep-[^-]+-/, '')
  return kind ? `${short}.${withoutHash(id)}${attribute && `.${attribute}`}` : `${short}.${output}`
}

/**
 * A value of a template as a reviewer reads it: references as `${name}`, joined text as text, assets and hashes left out, keys
 * in order.
 */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable)
  if (typeof value !== 'object' || value === null) return value
  const [[key, argument] = ['', undefined], ...more] = Object.entries(value)
  if (more.length === 0) {
    if (key === 'Ref') return `\${${withoutHash(String(argument))}}`
    if (key === 'Fn::GetAtt' && Array.isArray(argument)) return `\${${withoutHash(String(argument[0]))}.${argument[1]}}`
    if (key === 'Fn::ImportValue') return `\${${readExport(String(argument))}}`
    if (key === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1])) {
      return argument[1].map(readable).join(String(argument[0]))
    }
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, each]) => [name, readable(each)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}

export const readableName = withoutHash
