import { Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { CursorKeys, MediaBucket, SoundkeepTable } from '../constructs/index.ts'
import type { Stage } from '../stages.ts'

/** All that cannot be made anew. */
export class DataStack extends Stack {
  readonly table: SoundkeepTable
  readonly bucket: MediaBucket
  readonly cursorKeys: CursorKeys

  constructor(scope: Construct, id: string, { keepsData }: Stage) {
    super(scope, id, { description: 'Soundkeep: recordings and their media', terminationProtection: keepsData })
    this.table = new SoundkeepTable(this, 'Recordings', { keepsData })
    this.bucket = new MediaBucket(this, 'Media', { keepsData })
    this.cursorKeys = new CursorKeys(this, 'CursorKeys')
  }
}
