/** Where a file's bytes come from. In the cloud each `read` is a round trip: one S3 GET with Range. */
export type ByteSource = {
  lengthBytes: number
  /** Exactly `lengthBytes` bytes from `offset`; never asked beyond the end. Its errors reach the caller of inspectMedia. */
  read(offset: number, lengthBytes: number): Promise<Uint8Array>
}

const PAGE_BYTES = 64 * 1024
/** A file up to this size comes in one read. */
const SMALL_FILE_BYTES = 4 * PAGE_BYTES
const MOST_READS = 12
const MOST_BYTES = 4 * 1024 * 1024

/** The file needs more reading than a header is worth. */
export class OverBudgetError extends Error {
  override name = 'OverBudgetError'
}

/** The source itself failed; `cause` is what it threw. */
export class SourceError extends Error {
  override name = 'SourceError'
}

export type BoundedReader = {
  readonly lengthBytes: number
  /** The error of the source, once it has failed: a library in between may have swallowed or wrapped it. */
  readonly failure: SourceError | undefined
  /** Bytes from `offset`, fewer than asked only at the end of the file. Throws OverBudgetError and SourceError. */
  read(offset: number, lengthBytes: number): Promise<Uint8Array>
}

/** Reads in pages, each once, at most 12 reads and 4 MB in all, so that no file can make its inspection expensive. */
export const createBoundedReader = (source: ByteSource): BoundedReader => {
  const { lengthBytes } = source
  const pageCount = Math.ceil(lengthBytes / PAGE_BYTES)
  const pages = new Map<number, Promise<Uint8Array>>()
  let reads = 0
  let bytesRead = 0
  let failure: SourceError | undefined

  const fetchBytes = async (offset: number, wanted: number) => {
    try {
      const bytes = await source.read(offset, wanted)
      if (bytes.length !== wanted)
        throw new Error(`the source gave ${bytes.length} bytes where ${wanted} were asked for`)
      return bytes
    } catch (cause) {
      failure ??= new SourceError('the source could not be read', { cause })
      throw failure
    }
  }

  /** Pages `first` to `last` in one read. */
  const fetchPages = (first: number, last: number) => {
    const start = first * PAGE_BYTES
    const wanted = Math.min((last + 1) * PAGE_BYTES, lengthBytes) - start
    reads += 1
    bytesRead += wanted
    if (reads > MOST_READS || bytesRead > MOST_BYTES)
      throw new OverBudgetError('the header needs more reads than allowed')
    const run = fetchBytes(start, wanted)
    for (let page = first; page <= last; page += 1) {
      const from = (page - first) * PAGE_BYTES
      const bytes = run.then((all) => all.subarray(from, from + PAGE_BYTES))
      // Whoever asked sees the failure; a neighbour page that nobody awaits must not count as unhandled.
      bytes.catch(() => undefined)
      pages.set(page, bytes)
    }
  }

  const ensurePages = (first: number, last: number) => {
    let page = first
    while (page <= last) {
      if (pages.has(page)) {
        page += 1
        continue
      }
      let end = page
      while (end < last && !pages.has(end + 1)) end += 1
      fetchPages(page, end)
      page = end + 1
    }
  }

  return {
    lengthBytes,
    get failure() {
      return failure
    },
    read: async (offset, wanted) => {
      const end = Math.min(offset + wanted, lengthBytes)
      if (offset < 0 || offset >= end) return new Uint8Array(0)
      const first = Math.floor(offset / PAGE_BYTES)
      const last = Math.floor((end - 1) / PAGE_BYTES)
      if (lengthBytes <= SMALL_FILE_BYTES) ensurePages(0, pageCount - 1)
      else ensurePages(first, last)

      const result = new Uint8Array(end - offset)
      for (let page = first; page <= last; page += 1) {
        const bytes = await pages.get(page)
        if (!bytes) throw new Error(`page ${page} was not fetched`)
        const pageStart = page * PAGE_BYTES
        const from = Math.max(offset, pageStart)
        const part = bytes.subarray(from - pageStart, Math.min(end - pageStart, PAGE_BYTES))
        result.set(part, from - offset)
      }
      return result
    },
  }
}

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Four-character codes and other signatures; bytes above 127 stay one character each. */
export const latin1 = (bytes: Uint8Array, offset: number, lengthBytes: number) =>
  String.fromCharCode(...bytes.subarray(offset, offset + lengthBytes))

/** Windows at the end of a file in which the last of something is looked for, each one read. */
const TAIL_WINDOWS_BYTES = [64 * 1024, 512 * 1024, 2 * 1024 * 1024]

/**
 * Looks from the end of the file backwards for `signature` and gives the first candidate that `accept` makes sense of.
 * `accept` gets bytes up to the end of the file and where in them the candidate is.
 */
export const findLast = async <Found>(
  reader: BoundedReader,
  signature: readonly number[],
  accept: (window: Uint8Array, index: number) => Found | null,
): Promise<Found | null> => {
  let searchedFrom = reader.lengthBytes
  for (const windowBytes of TAIL_WINDOWS_BYTES) {
    const start = Math.max(0, reader.lengthBytes - windowBytes)
    const bytes = await reader.read(start, windowBytes)
    for (let index = Math.min(searchedFrom - start, bytes.length - signature.length); index >= 0; index -= 1) {
      if (!signature.every((byte, at) => bytes[index + at] === byte)) continue
      const found = accept(bytes, index)
      if (found !== null) return found
    }
    if (start === 0) return null
    searchedFrom = start
  }
  return null
}
