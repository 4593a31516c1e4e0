export { type ReadableAddress, readableAddress } from './address.ts'
export { readSiprec, type SiprecFacts, type SiprecReading } from './siprec.ts'
