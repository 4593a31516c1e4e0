/** The addresses that agree with `groups` (16 bits each: two for IPv4, eight for IPv6) in their first `prefixBits` bits. */
export type AddressRange = { readonly groups: readonly number[]; readonly prefixBits: number }

const groupBits = 16
const v6Groups = 8
/** `::ffff:a.b.c.d` is an IPv4 address as a socket for both families shows it (RFC 4291 section 2.5.5.2). */
const mappedGroups = [0, 0, 0, 0, 0, 0xffff]

/** A range in CIDR form (RFC 4632, RFC 4291 section 2.3), or one address; undefined for anything else. */
export function addressRangeIn(text: string): AddressRange | undefined {
  const slash = text.indexOf('/')
  const groups = groupsIn(slash < 0 ? text : text.slice(0, slash))
  if (groups === undefined) return undefined
  const bits = groups.length * groupBits
  const prefixBits = slash < 0 ? bits : decimal(text.slice(slash + 1), bits)
  if (prefixBits === undefined) return undefined
  const mappedBits = mappedGroups.length * groupBits
  if (isMapped(groups) && prefixBits >= mappedBits) {
    return { groups: groups.slice(mappedGroups.length), prefixBits: prefixBits - mappedBits }
  }
  return { groups, prefixBits }
}

/** An address as a range holding it alone; undefined if the text is none. */
export function addressIn(text: string): AddressRange | undefined {
  return text.includes('/') ? undefined : addressRangeIn(text)
}

/** Whether the address lies in the range; those of the two families never do. */
export function isWithin(address: AddressRange, range: AddressRange): boolean {
  if (address.groups.length !== range.groups.length) return false
  return range.groups.every((group, index) => {
    const bits = Math.min(Math.max(range.prefixBits - index * groupBits, 0), groupBits)
    const mask = (0xffff << (groupBits - bits)) & 0xffff
    return ((group ^ (address.groups[index] ?? 0)) & mask) === 0
  })
}

function isMapped(groups: readonly number[]): boolean {
  return groups.length === v6Groups && mappedGroups.every((group, index) => groups[index] === group)
}

function groupsIn(text: string): number[] | undefined {
  if (!text.includes(':')) return v4Groups(text)
  const halves = text.split('::')
  const [head = '', tail] = halves
  if (halves.length > 2) return undefined
  const before = v6Run(head, tail === undefined)
  if (tail === undefined) return before?.length === v6Groups ? before : undefined
  const after = v6Run(tail, true)
  if (before === undefined || after === undefined) return undefined
  const zeros = v6Groups - before.length - after.length
  // `::` stands for one group at least (RFC 4291 section 2.2).
  return zeros < 1 ? undefined : [...before, ...new Array<number>(zeros).fill(0), ...after]
}

/** Groups between colons; the last one may be an IPv4 address where it ends the address (RFC 4291 section 2.2). */
function v6Run(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const words = text.split(':')
  for (const [index, word] of words.entries()) {
    if (isEnd && index === words.length - 1 && word.includes('.')) {
      const embedded = v4Groups(word)
      if (embedded === undefined) return undefined
      groups.push(...embedded)
    } else {
      const group = hexadecimal(word)
      if (group === undefined) return undefined
      groups.push(group)
    }
  }
  return groups
}

function v4Groups(text: string): number[] | undefined {
  const bytes = text.split('.').map((word) => decimal(word, 255))
  const [a, b, c, d] = bytes
  if (bytes.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) return undefined
  return [a * 256 + b, c * 256 + d]
}

/** No leading zero: some read it as octal, so two readers would see two addresses. */
function decimal(text: string, max: number): number | undefined {
  if (text === '' || text.length > 3 || (text.length > 1 && text.startsWith('0'))) return undefined
  for (const char of text) if (char < '0' || char > '9') return undefined
  const value = Number(text)
  return value <= max ? value : undefined
}

function hexadecimal(text: string): number | undefined {
  if (text === '' || text.length > 4) return undefined
  for (const char of text.toLowerCase()) if (!'0123456789abcdef'.includes(char)) return undefined
  return Number.parseInt(text, 16)
}
