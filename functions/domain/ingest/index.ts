export { type ArrivalPorts, mediaArrived } from './arrival.ts'
export { type IngestPorts, type IngestResult, ingestRecording } from './ingest.ts'
export { sweepTenant } from './sweep.ts'
export { reissueUpload } from './upload.ts'
