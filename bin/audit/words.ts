import type { AuditFinding, AuditVerification } from '../../functions/domain/audit/index.ts'

/** What was looked at, in one line. */
export function summaryInWords({ blocks, sealedEntries, sealedTo, unsealed }: AuditVerification): string {
  const sealed =
    sealedTo === null
      ? 'nothing is sealed yet'
      : `${counted(sealedEntries, 'entry', 'entries')} in ${counted(blocks, 'block', 'blocks')}, sealed to ${sealedTo}`
  const { entries, since } = unsealed
  const tail = since === null ? 'none unsealed' : `${counted(entries, 'entry', 'entries')} unsealed since ${since}`
  return `${sealed}; ${tail}.`
}

export function findingInWords(finding: AuditFinding): string {
  switch (finding.kind) {
    case 'blocksMissing':
      return finding.from === finding.to
        ? `block ${finding.from} is missing.`
        : `blocks ${finding.from} to ${finding.to} are missing.`
    case 'blockAltered':
      return `block ${finding.sequence} was altered, deleted or covered by another.`
    case 'blockUnlinked':
      return `block ${finding.sequence} does not name block ${finding.sequence - 1} as it is: one of them was altered.`
    case 'entryRemoved':
      return `entry ${finding.id} of ${finding.minute} was removed (block ${finding.sequence}).`
    case 'entryEdited':
      return `entry ${finding.id} of ${finding.minute} was edited (block ${finding.sequence}).`
    case 'entryAdded':
      return `entry ${finding.id} of ${finding.minute} was added after that minute was sealed.`
    case 'sealingStopped':
      return `nothing was sealed since ${finding.since}: the sealer stands still, or the newest blocks are missing.`
  }
}

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
