export type { ByteSource } from './bounded-reader.ts'
export {
  type AudioFacts,
  CODECS,
  type Codec,
  type Container,
  type MediaFacts,
  type MediaProblem,
  type VideoFacts,
} from './facts.ts'
export { inspectMedia } from './inspect.ts'
export type { WaveSound } from './riff.ts'
