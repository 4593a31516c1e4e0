import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** `O_WRONLY` and `O_RDWR` of open(2). */
const writing = 0b11

/**
 * Which files some process has open to write, as far as Linux lets us see (proc(5), `/proc/<pid>/fdinfo`); elsewhere
 * none. A recorder that records only while the call is bridged holds its file open without writing for as long as the
 * caller is on hold.
 */
export function filesOpenToWrite(): ReadonlySet<string> {
  const open = new Set<string>()
  for (const process of entriesOf('/proc')) {
    if (!/^\d+$/.test(process)) continue
    for (const descriptor of entriesOf(`/proc/${process}/fd`)) {
      try {
        const target = readlinkSync(`/proc/${process}/fd/${descriptor}`)
        if (!target.startsWith('/') || target.startsWith('/dev/')) continue
        const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/${process}/fdinfo/${descriptor}`, 'latin1'))?.[1]
        if (flags !== undefined && (Number.parseInt(flags, 8) & writing) !== 0) open.add(target)
      } catch {
        // Processes end and close files while we look.
      }
    }
  }
  return open
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
