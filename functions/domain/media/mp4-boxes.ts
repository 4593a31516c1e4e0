import { latin1, viewOf } from './bounded-reader.ts'

// Boxes of MP4 and QuickTime: ISO/IEC 14496-12 (sections in the comments below).

export type Box = { type: string; offset: number; dataStart: number; end: number }

/** A box header (4.2): 32-bit size and type; size 1 means 64 bits follow, size 0 up to the end of the file. */
export const readBox = (bytes: Uint8Array, at: number, offset: number, fileEnd: number): Box | null => {
  if (at + 8 > bytes.length) return null
  const view = viewOf(bytes)
  const size = view.getUint32(at)
  const type = latin1(bytes, at + 4, 4)
  if (size === 1) {
    if (at + 16 > bytes.length) return null
    const wide = Number(view.getBigUint64(at + 8))
    return wide < 16 ? null : { type, offset, dataStart: offset + 16, end: offset + wide }
  }
  if (size !== 0 && size < 8) return null
  return { type, offset, dataStart: offset + 8, end: size === 0 ? fileEnd : offset + size }
}

/** The boxes in `bytes` between two offsets; offsets of the result are those within `bytes`. */
export const boxesIn = (bytes: Uint8Array, start: number, end: number): Box[] => {
  const boxes: Box[] = []
  let offset = start
  while (offset < end && boxes.length < 1000) {
    const box = readBox(bytes, offset, offset, end)
    if (!box || box.end > end) break
    boxes.push(box)
    offset = box.end
  }
  return boxes
}

export const find = (boxes: Box[], type: string) => boxes.find((box) => box.type === type)
export const childrenOf = (bytes: Uint8Array, box: Box | undefined) =>
  box ? boxesIn(bytes, box.dataStart, box.end) : []

/** `version` and flags of a full box (4.2), then what `read` takes from its body; null when the box is too short. */
export const readFullBox = <Value>(
  bytes: Uint8Array,
  box: Box | undefined,
  read: (view: DataView, version: number, flags: number) => Value,
): Value | null => {
  if (!box) return null
  const view = viewOf(bytes.subarray(box.dataStart, box.end))
  try {
    return read(view, view.getUint8(0), view.getUint32(0) & 0xff_ffff)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
