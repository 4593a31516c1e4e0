import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { PolicyIssue } from '../../../api/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { checkQuery } from './queries.ts'

/** Typing that pauses for so long is asked about. */
const pauseMs = 350

export type Check = {
  /** Undefined until the first answer. */
  issues: readonly PolicyIssue[] | undefined
  /** Whether they are of an older text. */
  isStale: boolean
  error: Error | null
}

/** What is wrong with a text, asked whenever typing pauses; until then, what was wrong with the one before. */
export function useIssues(text: string): Check {
  const api = useApi()
  const tenant = useTenant()
  const [asked, setAsked] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  const { data, error, isPlaceholderData } = useQuery({
    ...checkQuery(api, tenant.id, asked),
    placeholderData: keepPreviousData,
  })
  return { issues: data, isStale: asked !== text || isPlaceholderData, error }
}
