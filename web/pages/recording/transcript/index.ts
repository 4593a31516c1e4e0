export { Transcript as default } from './Transcript.tsx'
