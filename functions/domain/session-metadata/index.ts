export { findMetadataDocument } from './document.ts'
export { findSegmentParticipants } from './participants.ts'
export { findSessionMetadata } from './session.ts'
