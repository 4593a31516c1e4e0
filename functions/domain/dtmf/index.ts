export { findDtmf } from './find.ts'
export { type MergedDtmf, mergeDtmf, type OfferedEvent } from './merge.ts'
export { recordsDtmf, recordsDtmfOn } from './switch.ts'
