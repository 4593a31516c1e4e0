import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { type Recording, reviewQuery } from '../../../api/index.ts'
import { useLeaveGuard } from '../../../parts/index.ts'
import { leaveAnyway } from '../../../places/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { Delayed, Failure, notify } from '../../../ui/index.ts'
import { Notes } from './Notes.tsx'
import { ReviewForm } from './ReviewForm.tsx'
import classes from './review.module.css'
import { StatusBar } from './StatusBar.tsx'

const History = lazy(() => import('./History.tsx'))

type ReviewProps = {
  recording: Recording
  /** Gives whether there was one; undefined where the recording was opened from no list. */
  goToNext: (() => Promise<boolean>) | undefined
}

/** What people say of the recording: how far its review is, its fields, notes, and who changed what. */
export default function Review({ recording, goToNext }: ReviewProps) {
  const api = useApi()
  const tenant = useTenant()
  const review = useQuery(reviewQuery(api, tenant.id, recording.id))
  const [isFormDirty, setIsFormDirty] = useState(false)
  const [isNoteDirty, setIsNoteDirty] = useState(false)
  const [isHistoryOpen, setIsHistoryOpen] = useState(false)
  const guard = useLeaveGuard(isFormDirty || isNoteDirty)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another recording has another review
  useEffect(() => {
    setIsFormDirty(false)
    setIsNoteDirty(false)
  }, [recording.id])

  if (review.error && !review.data) return <Failure error={review.error} retry={() => void review.refetch()} />
  if (!review.data) return <Delayed>Loading the review…</Delayed>
  const { body } = review.data

  const next = async () => {
    // A note that is being written is not saved with the rest: leaving it is still asked about.
    const go = async () => {
      if (!(await goToNext?.())) notify({ message: 'There is nothing left to review in this list.' })
    }
    if (isNoteDirty) await go()
    else leaveAnyway(() => void go())
  }

  return (
    <div className={classes.review}>
      <StatusBar review={body} />
      <ReviewForm
        key={recording.id}
        saved={review.data}
        onDirty={setIsFormDirty}
        goToNext={goToNext && (() => void next())}
      />
      <Notes key={`notes ${recording.id}`} review={body} onDirty={setIsNoteDirty} />
      {!body.denials.status && (
        <section aria-label="History" className={classes.past}>
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconHistory size={16} stroke={1.75} />}
            aria-expanded={isHistoryOpen}
            onClick={() => setIsHistoryOpen(!isHistoryOpen)}
          >
            {isHistoryOpen ? 'Hide the history' : 'Show the history'}
          </Button>
          {isHistoryOpen && (
            <Suspense fallback={<Delayed>Loading the history…</Delayed>}>
              <History recordingId={recording.id} />
            </Suspense>
          )}
        </section>
      )}
      {guard}
    </div>
  )
}
