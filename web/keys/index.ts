import { lazy } from 'react'

export { createKeyMatcher, type KeyPress } from './match.ts'
export { type ShortcutId, shortcuts, shortcutWords } from './table.ts'
export { useShortcuts } from './useShortcuts.ts'
export const HelpDialog = lazy(() => import('./HelpDialog.tsx'))
