import { type BoundedReader, findLast } from './bounded-reader.ts'
import { endsEarly, type Findings, truncated } from './facts.ts'
import { readTracks } from './library.ts'
import { type Box, boxesIn, childrenOf, find, readBox, readFullBox } from './mp4-boxes.ts'
import { outlineMovie } from './mp4-outline.ts'

// ISO/IEC 14496-12 (sections in the comments below). mediabunny names the tracks. Durations are read here, because the
// library takes them from the sample tables, whose counts a broken file can set to billions.

/** Box types that may stand at the top of a file; another one there is garbage. */
const isPrintable = (type: string) => /^[\x20-\x7e\xa9]{4}$/.test(type)
const MOST_TOP_BOXES = 32

/** `cut` is a box whose header promises more than there is. */
type Top = { moov?: Box; mdat?: Box; isFragmented: boolean; cut?: Box }

/** The boxes at the top of the file, up to the first fragment. */
const readTop = async (reader: BoundedReader): Promise<Top> => {
  const top: Top = { isFragmented: false }
  let offset = 0
  for (let count = 0; count < MOST_TOP_BOXES && offset < reader.lengthBytes; count += 1) {
    const box = readBox(await reader.read(offset, 16), 0, offset, reader.lengthBytes)
    if (!box || !isPrintable(box.type)) break
    if (box.end > reader.lengthBytes) top.cut = box
    if (box.type === 'moov') top.moov ??= box
    if (box.type === 'mdat') top.mdat ??= box
    if (box.type === 'moof') top.isFragmented = true
    if (top.isFragmented || top.cut) break
    offset = box.end
  }
  return top
}

const wideAt = (view: DataView, at: number, isWide: boolean) =>
  isWide ? Number(view.getBigUint64(at)) : view.getUint32(at)

/** mvhd (8.2.2) and mdhd (8.4.2) begin alike: two times, then timescale and duration. */
const readTimes = (bytes: Uint8Array, box: Box | undefined) =>
  readFullBox(bytes, box, (view, version) => {
    const at = version === 1 ? 20 : 12
    return { timescale: view.getUint32(at), duration: wideAt(view, at + 4, version === 1) }
  })

type TrackClock = { timescale: number; defaultSampleDuration: number }
type Movie = { durationS: number | null; promisesFragments: boolean; clocks: Map<number, TrackClock> }

const readMovie = (bytes: Uint8Array): Movie => {
  const boxes = boxesIn(bytes, 0, bytes.length)
  const times = readTimes(bytes, find(boxes, 'mvhd'))
  const mvex = find(boxes, 'mvex')
  const clocks: Movie['clocks'] = new Map()
  for (const trak of boxes.filter(({ type }) => type === 'trak')) {
    const children = childrenOf(bytes, trak)
    const id = readFullBox(bytes, find(children, 'tkhd'), (view, version) => view.getUint32(version === 1 ? 20 : 12))
    const media = readTimes(bytes, find(childrenOf(bytes, find(children, 'mdia')), 'mdhd'))
    if (id !== null && media) clocks.set(id, { timescale: media.timescale, defaultSampleDuration: 0 })
  }
  for (const trex of childrenOf(bytes, mvex).filter(({ type }) => type === 'trex')) {
    const defaults = readFullBox(bytes, trex, (view) => ({ id: view.getUint32(4), duration: view.getUint32(12) }))
    const clock = defaults && clocks.get(defaults.id)
    if (clock) clock.defaultSampleDuration = defaults.duration
  }
  const isKnown = times !== null && times.timescale > 0 && times.duration > 0
  return {
    durationS: isKnown ? times.duration / times.timescale : null,
    promisesFragments: mvex !== undefined,
    clocks,
  }
}

const TFHD_OPTIONAL = { baseDataOffset: 1, sampleDescription: 2, sampleDuration: 8 }
const TRUN_OPTIONAL = { dataOffset: 1, firstFlags: 4, duration: 0x100, size: 0x200, flags: 0x400, offset: 0x800 }

/** Duration of a track run (8.8.8) in the track's units. */
const runUnits = (view: DataView, flags: number, defaultDuration: number) => {
  const samples = view.getUint32(4)
  if (!(flags & TRUN_OPTIONAL.duration)) return samples * defaultDuration
  const { dataOffset, firstFlags, duration, size, offset } = TRUN_OPTIONAL
  const stride = [duration, size, TRUN_OPTIONAL.flags, offset].filter((bit) => flags & bit).length * 4
  let at = 8 + [dataOffset, firstFlags].filter((bit) => flags & bit).length * 4
  let units = 0
  for (let sample = 0; sample < samples; sample += 1, at += stride) units += view.getUint32(at)
  return units
}

/** End of a track's part of a fragment (8.8.6) in seconds. */
const trafEndS = (bytes: Uint8Array, traf: Box, clocks: Movie['clocks']): number | null => {
  const children = childrenOf(bytes, traf)
  const header = readFullBox(bytes, find(children, 'tfhd'), (view, _version, flags) => {
    const clock = clocks.get(view.getUint32(4))
    if (!clock || clock.timescale === 0) return null
    const { baseDataOffset, sampleDescription, sampleDuration } = TFHD_OPTIONAL
    const at = 8 + (flags & baseDataOffset ? 8 : 0) + (flags & sampleDescription ? 4 : 0)
    return {
      ...clock,
      defaultSampleDuration: flags & sampleDuration ? view.getUint32(at) : clock.defaultSampleDuration,
    }
  })
  const base = readFullBox(bytes, find(children, 'tfdt'), (view, version) => wideAt(view, 4, version === 1))
  if (!header || base === null) return null
  let units = base
  for (const trun of children.filter(({ type }) => type === 'trun')) {
    const run = readFullBox(bytes, trun, (view, _version, flags) => runUnits(view, flags, header.defaultSampleDuration))
    if (run === null) return null
    units += run
  }
  return units / header.timescale
}

const MOOF = [0x6d, 0x6f, 0x6f, 0x66]

type LastFragment = { endS: number; isCut: boolean }

/** The last fragment whose header (8.8.4) is whole, and whether the file ends before its samples do. */
const readLastFragment = (reader: BoundedReader, clocks: Movie['clocks']) =>
  findLast(reader, MOOF, (window, index): LastFragment | null => {
    const start = index - 4
    const moof = start < 0 ? null : readBox(window, start, start, window.length)
    if (!moof || moof.end > window.length) return null
    const trafs = childrenOf(window, moof).filter(({ type }) => type === 'traf')
    const ends = trafs.map((traf) => trafEndS(window, traf, clocks)).filter((endS) => endS !== null)
    if (ends.length === 0) return null
    const after = readBox(window, moof.end, moof.end, window.length)
    return { endS: Math.max(...ends), isCut: after === null || after.end > window.length }
  })

const withoutMovie = (top: Top): Findings =>
  top.cut
    ? {
        container: 'mp4',
        durationS: null,
        problem: 'truncated',
        problemDetail: 'the file ends before its table of contents (moov), which the recorder writes last',
      }
    : {
        container: 'mp4',
        durationS: null,
        problem: 'unreadable',
        problemDetail: 'it starts as an MP4 file does, but has no table of contents (moov)',
      }

/** What the file holds of a movie that is not in fragments. */
const readWholeMovie = (reader: BoundedReader, { mdat, cut }: Top, durationS: number | null) => {
  if (!cut) return { durationS }
  if (!mdat || durationS === null || cut !== mdat) return { durationS, ...endsEarly(`its ${cut.type.trim()} box`) }
  const heldPart = Math.max(0, reader.lengthBytes - mdat.dataStart) / (mdat.end - mdat.dataStart)
  return truncated(durationS, durationS * heldPart)
}

const readFragmentedMovie = async (reader: BoundedReader, { cut }: Top, movie: Movie) => {
  const last = await readLastFragment(reader, movie.clocks)
  const durationS = last?.endS ?? movie.durationS
  return { durationS, ...((last?.isCut || cut) && endsEarly('a fragment')) }
}

/** MP4 and QuickTime. */
export const readMp4 = async (reader: BoundedReader): Promise<Findings> => {
  const top = await readTop(reader)
  const { moov } = top
  if (!moov || moov.end > reader.lengthBytes) return withoutMovie(top)
  const outline = await outlineMovie(reader, moov)
  const tracks = await readTracks(outline.file, 'mp4')
  const movie = readMovie(outline.moov)
  if (!tracks || movie.clocks.size === 0) {
    return { ...withoutMovie(top), problem: 'unreadable', problemDetail: 'its table of contents (moov) cannot be read' }
  }
  const { container, audio, video } = tracks
  return {
    container,
    ...(audio && { audio }),
    ...(video && { video }),
    ...(movie.promisesFragments
      ? await readFragmentedMovie(reader, top, movie)
      : readWholeMovie(reader, top, movie.durationS)),
  }
}
