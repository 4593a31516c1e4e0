import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { CursorKeys, dataKey, MediaBucket, SoundkeepTable } from '../constructs/index.ts'
import type { Stage } from '../stages.ts'

/** All that cannot be made anew. */
export class DataStack extends Stack {
  readonly table: SoundkeepTable
  readonly bucket: MediaBucket
  readonly cursorKeys: CursorKeys

  constructor(scope: Construct, id: string, stage: Stage) {
    const { region, keepsData } = stage
    const description = 'Soundkeep: recordings and their media'
    super(scope, id, { description, env: { region }, terminationProtection: keepsData })
    const key = dataKey(this, 'Key', stage)
    this.table = new SoundkeepTable(this, 'Recordings', { key, keepsData })
    this.bucket = new MediaBucket(this, 'Media', { key, domain: stage.domain })
    this.cursorKeys = new CursorKeys(this, 'CursorKeys')
    new CfnOutput(this, 'TableName', { value: this.table.tableName })
    new CfnOutput(this, 'BucketName', { value: this.bucket.bucketName })
  }
}
