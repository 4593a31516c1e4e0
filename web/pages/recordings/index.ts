export { Recordings } from './Recordings.tsx'
export { useList } from './useList.ts'
