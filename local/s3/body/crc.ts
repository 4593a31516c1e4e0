import { crc32 } from 'node:zlib'

/** A running CRC: bytes go in piece by piece, the value comes out big-endian as S3 writes it. */
export type RunningCrc = {
  update(bytes: Uint8Array): void
  digest(): Buffer
}

type CrcName = 'crc32' | 'crc32c' | 'crc64nvme'

/** Reflected polynomials. @see https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4, NVM Express Base Specification 2.0 §5.2.1.3.4 */
const POLYNOMIALS: Readonly<Record<CrcName, { readonly bits: 32 | 64; readonly reflected: bigint }>> = {
  crc32: { bits: 32, reflected: 0xedb88320n },
  crc32c: { bits: 32, reflected: 0x82f63b78n },
  crc64nvme: { bits: 64, reflected: 0x9a6c9329ac4bc9b5n },
}

export function runningCrc(name: CrcName): RunningCrc {
  switch (name) {
    case 'crc32':
      return zlibCrc32()
    case 'crc32c':
      return tableCrc32c()
    case 'crc64nvme':
      return tableCrc64()
  }
}

function zlibCrc32(): RunningCrc {
  let value = 0
  return {
    update: (bytes) => {
      value = crc32(bytes, value)
    },
    digest: () => bigEndian(BigInt(value), 32),
  }
}

/** One table entry per byte value, as [low, high] halves: BigInt arithmetic per byte would be a hundred times slower. */
function byteTable(name: CrcName): { low: Uint32Array; high: Uint32Array } {
  const { reflected } = POLYNOMIALS[name]
  const low = new Uint32Array(256)
  const high = new Uint32Array(256)
  for (let byte = 0; byte < 256; byte += 1) {
    let value = BigInt(byte)
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ reflected : value >> 1n
    low[byte] = Number(value & 0xffffffffn)
    high[byte] = Number(value >> 32n)
  }
  return { low, high }
}

let crc32cTable: Uint32Array | undefined
let crc64Table: { low: Uint32Array; high: Uint32Array } | undefined

function tableCrc32c(): RunningCrc {
  crc32cTable ??= byteTable('crc32c').low
  const table = crc32cTable
  let value = 0xffffffff
  return {
    update: (bytes) => {
      let running = value
      for (const byte of bytes) running = (table[(running ^ byte) & 0xff] ?? 0) ^ (running >>> 8)
      value = running
    },
    digest: () => bigEndian(BigInt((value ^ 0xffffffff) >>> 0), 32),
  }
}

function tableCrc64(): RunningCrc {
  crc64Table ??= byteTable('crc64nvme')
  const table = crc64Table
  let low = 0xffffffff
  let high = 0xffffffff
  return {
    update: (bytes) => {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff
        low = ((low >>> 8) | (high << 24)) ^ (table.low[index] ?? 0)
        high = (high >>> 8) ^ (table.high[index] ?? 0)
      }
    },
    digest: () => bigEndian((BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0), 64),
  }
}

function bigEndian(value: bigint, bits: 32 | 64): Buffer {
  return Buffer.from(value.toString(16).padStart(bits / 4, '0'), 'hex')
}

/**
 * The CRC of two stretches put together, from the CRC of each and the length of the second: a multipart object's
 * FULL_OBJECT checksum without reading it again. Moving the first CRC over n bytes multiplies it by x^(8n) modulo the
 * polynomial.
 */
export function combineCrc(name: CrcName, first: Buffer, second: Buffer, secondBytes: number): Buffer {
  const { bits, reflected } = POLYNOMIALS[name]
  const top = 1n << BigInt(bits - 1)
  const multiply = (left: bigint, right: bigint): bigint => {
    let product = 0n
    let factor = right
    for (let mask = top; mask > 0n; mask >>= 1n) {
      if (left & mask) product ^= factor
      factor = factor & 1n ? (factor >> 1n) ^ reflected : factor >> 1n
    }
    return product
  }
  // Reflected order: the top bit stands for x^0, the one below it for x^1.
  let shift = top
  let square = top >> 1n
  for (let exponent = BigInt(secondBytes) * 8n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) shift = multiply(shift, square)
    square = multiply(square, square)
  }
  const moved = multiply(shift, BigInt(`0x${first.toString('hex')}`))
  return bigEndian(moved ^ BigInt(`0x${second.toString('hex')}`), bits)
}
