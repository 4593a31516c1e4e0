import { lazy } from 'react'

export { CategoryChip } from './CategoryChip.tsx'
export { DirectionIcon } from './DirectionIcon.tsx'
export { IdField } from './IdField.tsx'
export { IdSearch } from './IdSearch.tsx'
export { MediaStatusBadge, SensitiveBadge } from './MediaStatusBadge.tsx'
export { RecordingLines } from './RecordingLines.tsx'
export { RecordingsFailure } from './RecordingsFailure.tsx'
export { ReviewMarks } from './ReviewMarks.tsx'
export { tellFailure } from './tellFailure.ts'
export { useDownload, useDownloadFile } from './useDownload.tsx'
export { useFindById } from './useFindById.ts'
export { useLeaveGuard } from './useLeaveGuard.tsx'
export { useOutlines } from './useOutlines.ts'
export { usePlayableCopies } from './usePlayableCopies.ts'
export { usePlaybackUrl } from './usePlaybackUrl.ts'
export { useReportHeard } from './useReportHeard.ts'
export { useRequestKey } from './useRequestKey.ts'
export {
  denialSentence,
  denialWords,
  directionWords,
  downloadableOf,
  kindWords,
  nameOfVoice,
  partiesOf,
  reasonAgainst,
  stateWords,
  voicesOf,
  withoutDeniedMedia,
} from './words.ts'
export const DeleteDialog = lazy(() => import('./DeleteDialog.tsx'))
