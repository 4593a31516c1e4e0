import { S3Client } from '@aws-sdk/client-s3'
import { renditionObjects } from '../../functions/adapters/s3/index.ts'
import { packPeaks } from '../../functions/domain/renditions/index.ts'
import { openSound } from '../../functions/domain/sound/open.ts'
import { measurePeaks } from '../../functions/domain/sound/peaks.ts'

// Makes one outline and prints what that took: a process of its own, whose memory is nobody else's.
const { url, key, bucket, tenantId, file } = JSON.parse(process.argv[2] ?? '{}')
const s3 = new S3Client({ region: 'us-east-1', endpoint: url, credentials: key, forcePathStyle: true })
const expiresAt = new Date(Date.now() + 3_600_000)
const objects = renditionObjects(async () => ({ s3, expiresAt }), bucket, { now: () => new Date().toISOString() })

const start = performance.now()
const before = process.cpuUsage()
const collect = globalThis.gc
let heldMb = 0
/** Collects garbage at each minute of sound, where the process was started so that it can, and sees what stays. */
async function* watched(blocks: AsyncIterable<Int16Array>, samplesAMinute: number): AsyncGenerator<Int16Array> {
  let samples = 0
  for await (const block of blocks) {
    if (collect && Math.floor(samples / samplesAMinute) !== Math.floor((samples + block.length) / samplesAMinute)) {
      collect()
      const { heapUsed, external } = process.memoryUsage()
      heldMb = Math.max(heldMb, (heapUsed + external) / 1e6)
    }
    samples += block.length
    yield block
  }
}

const sound = await openSound(objects.bytesOf(tenantId, file, new AbortController().signal), file)
const { channels, sampleRateHz } = sound
const blocks = watched(sound.blocks, 60 * channels * sampleRateHz)
const peaks = await measurePeaks({ channels, sampleRateHz, blocks })
packPeaks(peaks)
const { user, system } = process.cpuUsage(before)
console.log(
  JSON.stringify({
    durationMs: peaks.durationMs,
    wallMs: performance.now() - start,
    processorMs: (user + system) / 1000,
    heldMb,
    residentMb: process.resourceUsage().maxRSS / 1000,
  }),
)
process.exit(0)
