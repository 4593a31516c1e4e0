import { useRequestKey } from '../../../parts/index.ts'
import { type CueDraft, CueForm } from './CueForm.tsx'
import { keyOf, type Line } from './lines.ts'
import type { Place } from './queries.ts'
import { useEdits } from './useEdits.ts'

type CommonProps = {
  place: Place
  speakers: readonly string[]
  positionMs: (() => number) | null
  onClose: () => void
}

type AddingProps = CommonProps & { start: CueDraft; onAdded: (key: string, draft: CueDraft) => void }

/** A line that is typed. */
export function Adding({ place, start, speakers, positionMs, onAdded, onClose }: AddingProps) {
  const edits = useEdits(place)
  const keyOfRequest = useRequestKey()
  const save = async (draft: CueDraft) => {
    const { id } = await edits.add(draft, keyOfRequest(draft))
    onAdded(keyOf(place.seq, id), draft)
  }
  return <CueForm label="Add a line" button="Add" {...{ start, speakers, positionMs, save, onClose }} />
}

/** A line that is edited where it stands. */
export function Editing({ line, place, speakers, positionMs, onClose }: CommonProps & { line: Line }) {
  const edits = useEdits(place)
  const save = async (draft: CueDraft) => {
    const { startMs, endMs, speaker, text } = line.cue
    // Only what is another: whoever sets the words right does not set the time anew.
    const changes = {
      ...(draft.text !== text && { text: draft.text }),
      ...(draft.speaker !== speaker && { speaker: draft.speaker }),
      ...(draft.startMs !== startMs || draft.endMs !== endMs ? { startMs: draft.startMs, endMs: draft.endMs } : {}),
    }
    if (Object.keys(changes).length > 0) await edits.change(line.cue, changes)
    onClose()
  }
  return <CueForm label="Edit the line" button="Save" start={line.cue} {...{ speakers, positionMs, save, onClose }} />
}
