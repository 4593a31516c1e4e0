export { addCue, changeCue, type EditPorts, removeCue } from './edit.ts'
export { importTranscript, removeTranscript } from './import.ts'
export { exportTranscript, findTranscript, listCueHistory } from './read.ts'
