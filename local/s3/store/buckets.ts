import type { BucketOptions, CorsRule } from '../types.ts'
import type { Database } from './database.ts'
import { isTrueIn, numberOf, type Row, textOf } from './rows.ts'

export type Versioning = 'never' | 'enabled' | 'suspended'

export type Bucket = {
  readonly name: string
  readonly versioning: Versioning
  readonly objectLock: boolean
  readonly cors: readonly CorsRule[]
  readonly createdAt: Date
}

/**
 * Makes the buckets that are missing and gives the others the settings of this start. As in S3, versioning once enabled can
 * only be suspended, and Object Lock can never be taken off.
 */
export function settleBuckets(database: Database, buckets: readonly BucketOptions[], now: Date): void {
  database.transaction(() => {
    for (const wanted of buckets) {
      const found = findBucket(database, wanted.name)
      const versioning = nextVersioning(found?.versioning ?? 'never', wanted.versioned)
      const objectLock = wanted.objectLock || found?.objectLock === true
      if (objectLock && versioning !== 'enabled') {
        throw new Error(`Bucket ${wanted.name} has Object Lock, which needs versioning: set versioned to true.`)
      }
      database.run(
        `INSERT INTO bucket (name, versioning, object_lock, cors, created_ms) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET versioning = excluded.versioning, object_lock = excluded.object_lock,
           cors = excluded.cors`,
        wanted.name,
        versioning,
        objectLock ? 1 : 0,
        JSON.stringify(wanted.cors ?? []),
        now.getTime(),
      )
    }
  })
}

export function findBucket(database: Database, name: string): Bucket | undefined {
  const row = database.get('SELECT * FROM bucket WHERE name = ?', name)
  return row === undefined ? undefined : bucketOf(row)
}

export function listBuckets(database: Database): readonly Bucket[] {
  return database.all('SELECT * FROM bucket ORDER BY name').map(bucketOf)
}

function nextVersioning(found: Versioning, wanted: boolean): Versioning {
  if (wanted) return 'enabled'
  return found === 'never' ? 'never' : 'suspended'
}

function bucketOf(row: Row): Bucket {
  const versioning = textOf(row, 'versioning')
  if (versioning !== 'never' && versioning !== 'enabled' && versioning !== 'suspended') {
    throw new TypeError('column versioning holds no known state')
  }
  return {
    name: textOf(row, 'name'),
    versioning,
    objectLock: isTrueIn(row, 'object_lock'),
    // Only settleBuckets writes this column, and only with rules of this type.
    cors: JSON.parse(textOf(row, 'cors')) as readonly CorsRule[],
    createdAt: new Date(numberOf(row, 'created_ms')),
  }
}
