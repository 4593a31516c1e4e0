/** An S3 on one machine: files on disk, metadata in SQLite. What it does and where it differs: docs/local-s3.md. */
export type { EventBridgeS3Event } from './events/event.ts'
export { startS3 } from './start.ts'
export { StateFolderError } from './store/database.ts'
export type {
  AuthorizeRequest,
  BucketOptions,
  CorsRule,
  Credential,
  LocalS3,
  LocalS3Options,
  Principal,
} from './types.ts'
