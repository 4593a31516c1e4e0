import { lazy } from 'react'

// Few people come from outside, and fewer pages ask for it: nothing of it belongs into the first view.
export const SupportBanner = lazy(() => import('./SupportBanner.tsx'))
export const SupportRequired = lazy(() => import('./SupportRequired.tsx'))
export const SupportSection = lazy(() => import('./SupportSection.tsx'))
