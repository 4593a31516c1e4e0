import cliProgress from 'cli-progress'

export type Terminal = NodeJS.WritableStream & { isTTY?: boolean | undefined }

/** What is under way, shown while it lasts. */
export type ProgressDisplay = {
  expect(files: number, bytes: number): void
  addBytes(bytes: number): void
  addFile(name: string, lengthBytes: number, wasThere: boolean): void
  /** Writes a line to `stdout` without tearing the bar. */
  say(line: string): void
  /** The same to where the progress is shown. */
  warn(line: string): void
  stop(): void
}

/**
 * A bar where somebody watches, else a line a file, so that a log stays readable. Progress and warnings go to `stderr`:
 * `stdout` has the outcomes alone.
 */
export function showProgress(stdout: Terminal, stderr: Terminal, isQuiet: boolean): ProgressDisplay {
  const expected = { files: 0, bytes: 0 }
  const done = { files: 0, bytes: 0 }
  const bar = stderr.isTTY && !isQuiet ? openBar(stderr) : undefined
  const payload = () => ({
    files: `${done.files}/${expected.files} files`,
    done: megabytes(done.bytes),
    all: megabytes(expected.bytes),
  })
  const clearLine = () => {
    if (bar?.isActive) stderr.write('\r\x1b[K')
  }
  return {
    expect: (files, bytes) => {
      expected.files += files
      expected.bytes += bytes
      if (!bar || expected.bytes === 0) return
      if (bar.isActive) bar.setTotal(expected.bytes)
      else bar.start(expected.bytes, done.bytes, payload())
    },
    addBytes: (bytes) => {
      done.bytes += bytes
      bar?.update(done.bytes, payload())
    },
    addFile: (name, lengthBytes, wasThere) => {
      done.files++
      bar?.update(done.bytes, payload())
      if (!bar && !isQuiet) {
        stderr.write(
          `${name} (${megabytes(lengthBytes)}): ${wasThere ? 'was there already' : 'sent'}, ${done.files} of ${expected.files} files\n`,
        )
      }
    },
    say: (line) => {
      clearLine()
      stdout.write(`${line}\n`)
    },
    warn: (line) => {
      clearLine()
      stderr.write(`${line}\n`)
    },
    stop: () => bar?.stop(),
  }
}

function openBar(stream: NodeJS.WritableStream) {
  return new cliProgress.SingleBar(
    {
      stream,
      format: '{bar} {percentage}% | {done} of {all} | {files} | {eta_formatted} left',
      hideCursor: true,
      linewrap: null,
      // It would end the process by itself; the journal wants to be closed first.
      gracefulExit: false,
      etaBuffer: 50,
      formatTime: (seconds) => (Number.isFinite(seconds) ? clockOf(seconds) : '...'),
    },
    cliProgress.Presets.shades_classic,
  )
}

/** h:mm:ss, the hours only where there are some. */
function clockOf(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)]
  const tail = `${String(minutes).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
  return hours > 0 ? `${hours}:${tail}` : tail
}

export function megabytes(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000)} kB`
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(2)} GB`
}
