/** What an error may tell operators: its name and its places, never its message, which may hold words of a request. */
export type FaultPlace = { name: string; at: string[] }

const maxFrames = 8
/** `at name (file:line:column)`, as V8 writes a frame; the name may be left out. */
const frame = /^at (?:(?:async |new )?[\w$.<> [\]]+ \()?(?:file:|node:|\/)[^\s()]*:\d+:\d+\)?$/

/** A name that is none, such as a sentence, tells what kind of thing was thrown and no more. */
const nameOf = ({ name }: Error): string => (/^[\w.$#-]{1,100}$/.test(name) ? name : 'Error')

export function faultPlaceOf(error: unknown): FaultPlace {
  if (!(error instanceof Error)) return { name: typeof error, at: [] }
  return { name: nameOf(error), at: framesOf(error) }
}

/** A message may have lines that look like frames: what follows it is looked at alone. */
function framesOf({ message, stack = '' }: Error): string[] {
  const start = message === '' ? 0 : stack.indexOf(message) + message.length
  // Of a message that was changed afterwards the stack holds the old one, nobody knows which lines of it.
  if (message !== '' && !stack.includes(message)) return []
  return stack
    .slice(start)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => frame.test(line))
    .slice(0, maxFrames)
}
