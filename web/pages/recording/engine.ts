import { createContext, useContext } from 'react'
import type { Engine } from '../../player/index.ts'

export type { Engine }

/** The engine of the player above the tabs. */
export const EngineContext = createContext<Engine | null>(null)

/** Its position is in milliseconds of the recording's timeline, as are those it seeks. Null while nothing can be played. */
export const useEngine = (): Engine | null => useContext(EngineContext)
