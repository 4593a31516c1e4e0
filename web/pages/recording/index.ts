export { RecordingPage as default } from './RecordingPage.tsx'
