import { lazy } from 'react'

export { DirectionIcon } from './DirectionIcon.tsx'
export { IdField } from './IdField.tsx'
export { IdSearch } from './IdSearch.tsx'
export { MediaStatusBadge } from './MediaStatusBadge.tsx'
export { RecordingLines } from './RecordingLines.tsx'
export { useDownload, useDownloadFile } from './useDownload.tsx'
export { useFindById } from './useFindById.ts'
export { usePlaybackUrl } from './usePlaybackUrl.ts'
export {
  directionWords,
  downloadableOf,
  kindWords,
  nameOfVoice,
  notAllowedWords,
  partiesOf,
  reasonAgainst,
  stateWords,
  voicesOf,
} from './words.ts'
export const DeleteDialog = lazy(() => import('./DeleteDialog.tsx'))
