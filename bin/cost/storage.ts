import type { PriceName } from './prices.ts'

/** What AWS keeps objects in after they were moved, and what it asks for that beside a price per GB. */
export const archiveClasses = {
  'standard-ia': {
    ...{ name: 'Standard-IA', gb: 'standardIaGb', moves: 'standardIaMoves', fetchedGb: 'standardIaFetchedGb' },
    ...{ restores: null, leastDays: 30, leastBytes: 128 * 1024, extraBytes: 0, extraStandardBytes: 0 },
  },
  'glacier-instant': {
    ...{ name: 'Glacier Instant Retrieval', gb: 'glacierInstantGb', moves: 'glacierInstantMoves' },
    ...{ fetchedGb: 'glacierInstantFetchedGb', restores: null },
    ...{ leastDays: 90, leastBytes: 128 * 1024, extraBytes: 0, extraStandardBytes: 0 },
  },
  'glacier-flexible': {
    ...{ name: 'Glacier Flexible Retrieval', gb: 'glacierFlexibleGb', moves: 'glacierFlexibleMoves' },
    ...{ fetchedGb: 'glacierFlexibleFetchedGb', restores: 'glacierFlexibleRestores' },
    ...{ leastDays: 90, leastBytes: 0, extraBytes: 32 * 1024, extraStandardBytes: 8 * 1024 },
  },
  'deep-archive': {
    ...{ name: 'Glacier Deep Archive', gb: 'deepArchiveGb', moves: 'deepArchiveMoves' },
    ...{ fetchedGb: 'deepArchiveFetchedGb', restores: 'deepArchiveRestores' },
    ...{ leastDays: 180, leastBytes: 0, extraBytes: 32 * 1024, extraStandardBytes: 8 * 1024 },
  },
} as const satisfies Record<string, ArchiveClass>

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
type ArchiveClass = {
  readonly name: string
  readonly gb: PriceName
  readonly moves: PriceName
  readonly fetchedGb: PriceName
  /** Null where an object can be read as it is. */
  readonly restores: PriceName | null
  /** Paid for though it is deleted earlier. */
  readonly leastDays: number
  /** Paid for though it is smaller. */
  readonly leastBytes: number
  /** Of index and metadata, for each object. */
  readonly extraBytes: number
  readonly extraStandardBytes: number
}

export type ArchiveClassName = keyof typeof archiveClasses

/** A share of the recordings is moved when it is so old. */
export type Move = { readonly share: number; readonly to: ArchiveClassName; readonly afterDays: number }

export const daysInMonth = 365.25 / 12

type Load = {
  readonly objectsAMonth: number
  readonly objectBytes: number
  readonly retentionMonths: number
  readonly moves: readonly Move[]
}

export type Moved = {
  readonly to: ArchiveClassName
  /** Of objects as they are; a month's average. */
  readonly keptObjects: number
  /** As they are paid for, those deleted too early included. */
  readonly paidBytes: number
  readonly movedObjects: number
}

export type Kept = {
  /** A month's average, with what archived objects leave there. */
  readonly standardBytes: number
  readonly moved: readonly Moved[]
  /** Of objects that are kept, in whatever class. */
  readonly keptObjects: number
  readonly deletedObjects: number
}

/**
 * What lies in which class on average of a month.
 * @param month counted from 1, the first with a load, which stays the same from then on
 */
export function keptIn(month: number, { objectsAMonth, objectBytes, retentionMonths, moves }: Load): Kept {
  /** How many months' worth of objects are that old or younger, at the middle of the month. */
  const monthsUpTo = (age: number) => Math.max(0, Math.min(month - 0.5, age))
  /** How much of the month's objects reach that age within it. */
  const reaching = (age: number) => Math.max(0, Math.min(1, month - age))
  const all = objectsAMonth * monthsUpTo(retentionMonths)

  const moved = moves.map(({ share, to, afterDays }): Moved => {
    const { leastDays, leastBytes, extraBytes } = archiveClasses[to]
    const age = Math.min(afterDays / daysInMonth, retentionMonths)
    const keptObjects = share * objectsAMonth * (monthsUpTo(retentionMonths) - monthsUpTo(age))
    const isMoved = age < retentionMonths
    const missingMonths = isMoved ? Math.max(0, leastDays / daysInMonth - (retentionMonths - age)) : 0
    const paidObjects = keptObjects + share * objectsAMonth * reaching(retentionMonths) * missingMonths
    return {
      to,
      keptObjects,
      paidBytes: paidObjects * (Math.max(objectBytes, leastBytes) + extraBytes),
      movedObjects: isMoved ? share * objectsAMonth * reaching(age) : 0,
    }
  })
  const elsewhere = moved.reduce((sum, { keptObjects }) => sum + keptObjects, 0)
  const leftBehind = moved.reduce(
    (sum, { to, keptObjects }) => sum + keptObjects * archiveClasses[to].extraStandardBytes,
    0,
  )
  return {
    standardBytes: (all - elsewhere) * objectBytes + leftBehind,
    moved,
    keptObjects: all,
    deletedObjects: objectsAMonth * reaching(retentionMonths),
  }
}
