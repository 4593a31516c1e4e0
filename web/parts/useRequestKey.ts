import { useRef } from 'react'

/** The same request sent again, after an answer that was lost, makes no second thing (Idempotency-Key). */
export function useRequestKey(): (body: unknown) => string | undefined {
  const latest = useRef<{ text: string; key: string } | null>(null)
  return (body) => {
    const text = JSON.stringify(body)
    // Missing outside of secure contexts.
    const key = latest.current?.text === text ? latest.current.key : crypto.randomUUID?.()
    if (key !== undefined) latest.current = { text, key }
    return key
  }
}
