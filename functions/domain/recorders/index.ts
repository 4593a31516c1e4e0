export { createRecorder, type RecorderPorts } from './create.ts'
export { type RequestWatch, type WatchPorts, watchRequests } from './fare.ts'
export { changeRecorder, deleteRecorder, findRecorder, listRecorders } from './recorders.ts'
export { addSecret, removeSecret } from './secrets.ts'
