import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

type DockState = {
  /** The recording that plays at the bottom of the page. */
  playingId: string | null
  play: (recordingId: string) => void
  close: () => undefined
}

const DockContext = createContext<DockState | null>(null)

/** Holds what plays at the bottom, across the pages of a tenant. */
export function DockProvider({ children }: { children: ReactNode }) {
  const [playingId, setPlayingId] = useState<string | null>(null)
  const state = useMemo<DockState>(
    () => ({
      playingId,
      play: setPlayingId,
      close: () => {
        setPlayingId(null)
      },
    }),
    [playingId],
  )
  return <DockContext value={state}>{children}</DockContext>
}

export function useDock(): DockState {
  const dock = useContext(DockContext)
  if (!dock) throw new Error('useDock is used outside of DockProvider')
  return dock
}
