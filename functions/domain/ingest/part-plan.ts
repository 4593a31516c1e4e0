import type { MediaFile } from '../../model/index.ts'

const mebibyte = 1024 ** 2
/** S3 takes no smaller part but the last. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const leastPartBytes = 5 * mebibyte
const advisedPartBytes = 16 * mebibyte
const advisedAboveBytes = 64 * mebibyte
/** S3 takes 10,000; so many are listed in one answer. */
const mostParts = 1_000

export type PartPlan = { partBytes: number; count: number; isAdvised: boolean }

/** How a file is cut: as it was when its parts began to come, else by its length; null for one too short for parts. */
export function planParts({ lengthBytes, multipart }: Pick<MediaFile, 'lengthBytes' | 'multipart'>): PartPlan | null {
  if (lengthBytes < leastPartBytes) return null
  const isAdvised = lengthBytes > advisedAboveBytes
  const usual = isAdvised ? advisedPartBytes : leastPartBytes
  const atLeast = Math.ceil(lengthBytes / mostParts / mebibyte) * mebibyte
  const partBytes = multipart?.partBytes ?? Math.max(usual, atLeast)
  return { partBytes, count: Math.ceil(lengthBytes / partBytes), isAdvised }
}

/** Of the part of that number, counted from 1; the last one is as long as what is left. */
export function lengthOfPart({ partBytes, count }: PartPlan, lengthBytes: number, number: number): number {
  return number < count ? partBytes : lengthBytes - (count - 1) * partBytes
}
