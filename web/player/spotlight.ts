/** A player on the page. */
export type Performer = { pause(): void; isVisible(): boolean }

/** Last in the list is in charge: it was mounted, started or touched last. */
const performers: Performer[] = []

const isOnStage = (performer: Performer) => performers.includes(performer)

/** Enters a player; gives a function that takes it away. */
export function enter(performer: Performer): () => void {
  performers.push(performer)
  return () => {
    const index = performers.indexOf(performer)
    if (index >= 0) performers.splice(index, 1)
  }
}

/** Keys go to this player from now on. */
export function takeCharge(performer: Performer): void {
  if (!isOnStage(performer) || performers.at(-1) === performer) return
  performers.splice(performers.indexOf(performer), 1)
  performers.push(performer)
}

/** This player sounds now; two calls at once are noise, so every other one pauses. */
export function takeStage(performer: Performer): void {
  takeCharge(performer)
  for (const other of performers) if (other !== performer) other.pause()
}

/** Keys are for this player: of those that are visible it was used last. */
export function isInCharge(performer: Performer): boolean {
  return performers.findLast((candidate) => candidate.isVisible()) === performer
}
