export {
  addresses,
  isRecordingTab,
  patterns,
  type RecordingTab,
  recordingTabs,
  safeReturnTo,
  tenantOf,
  withoutLoginHint,
} from './addresses.ts'
export {
  boundsOf,
  customRange,
  filtersOf,
  isNarrowed,
  type ListFilters,
  noFilters,
  type RangeId,
  ranges,
  searchOf,
  wallBoundsOf,
} from './filters.ts'
export { askBeforeLeaving, guardLeaving, leaveAnyway } from './leaving.ts'
export { type SettingsPage, settingsPageAt, settingsPages, settingsPagesFor } from './settingsPages.ts'
