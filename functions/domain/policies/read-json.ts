import type { Issues, Place } from './issue.ts'
import type { JsonNode } from './json.ts'

export type Members = {
  readonly byName: ReadonlyMap<string, JsonNode>
  /** Whether that is all there is to it. */
  readonly isWhole: boolean
}

/**
 * The members of an object by name, with the issues noted: what is no object has none. Repeated names are refused as IAM
 * does, and left out: readers differ in which one they take.
 */
export function membersOf(
  node: JsonNode,
  known: readonly string[] | undefined,
  issues: Issues,
  advice: string,
): Members {
  if (node.kind !== 'object') {
    issues.add('wrongType', node, advice)
    return { byName: new Map(), isWhole: false }
  }
  const repeated = new Set<string>()
  const members = new Map<string, JsonNode>()
  let isWhole = true
  for (const { name, offset, value } of node.members) {
    const place = { path: value.path, ...(offset === undefined ? {} : { offset }) }
    if (members.has(name)) {
      issues.add('duplicate', place, `${JSON.stringify(name)} is written twice: join the two or remove one.`)
      repeated.add(name)
    }
    if (known !== undefined && !known.includes(name)) {
      issues.add('unknownElement', place, unknownName(name, known))
      isWhole = false
    }
    members.set(name, value)
  }
  for (const name of repeated) members.delete(name)
  return { byName: members, isWhole: isWhole && repeated.size === 0 }
}

function unknownName(name: string, known: readonly string[]): string {
  const meant = known.find((one) => one.toLowerCase() === name.toLowerCase())
  return meant === undefined
    ? `${JSON.stringify(name)} is not known here: use ${known.join(', ')}.`
    : `Write ${JSON.stringify(meant)}: case counts here.`
}

/**
 * One text or a list of them, at least one; undefined, with the issue noted, for anything else. Unless it has to be text, a
 * number, true or false stands for the text of it (IAM user guide, "Grammar of the IAM JSON policy language").
 */
export function textsOf(
  node: JsonNode,
  issues: Issues,
  { isText }: { isText: boolean },
): { text: string; place: Place }[] | undefined {
  const items = node.kind === 'array' ? node.items : [node]
  if (items.length === 0) issues.add('empty', node, 'Write one value at least.')
  const texts = items.flatMap((item) => {
    const isOther = item.kind === 'number' || item.kind === 'boolean'
    if (item.kind === 'string' || (isOther && !isText)) return [{ text: String(item.value), place: item }]
    issues.add('wrongType', item, isText ? 'Write text in double quotes.' : 'Write text, a number, true or false.')
    return []
  })
  return texts.length > 0 && texts.length === items.length ? texts : undefined
}
