import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed, IconHeadphones } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { isProblem, type Review, reviewQuery, showReview, wordsOf } from '../../../api/index.ts'
import { shortcutWords, useShortcuts } from '../../../keys/index.ts'
import { useApi, useFormats, useTenant } from '../../../session/index.ts'
import { renewWhileActive } from './holding.ts'
import { type Answered, forgetWritten } from './queries.ts'
import classes from './review.module.css'

const icons = { notReviewed: IconCircleDashed, inReview: IconHeadphones, reviewed: IconCircleCheck } as const

type Deed = 'start' | 'takeOver' | 'release'

/** Whether somebody is reviewing the recording, or has, and what the person can do about it. */
export function StatusBar({ review }: { review: Review }) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const formats = useFormats()
  const { recordingId, status, statusByName, statusSince, heldUntil, isHeldByYou, denials } = review
  const [isAsking, setIsAsking] = useState(false)

  const doing = useMutation({
    mutationFn: (deed: Deed): Promise<Answered> => {
      const call = { tenantId: tenant.id, params: { recordingId } }
      return deed === 'release'
        ? api.post('/recordings/{recordingId}/review/release', call)
        : api.post('/recordings/{recordingId}/review/start', { ...call, body: { takeOver: deed === 'takeOver' } })
    },
    onSuccess: (answer) => {
      setIsAsking(false)
      showReview(client, tenant.id, answer)
      forgetWritten(client, tenant.id, recordingId)
    },
    onError: (error) => {
      // Somebody was faster: who it is stands there a moment later.
      if (!isProblem(error, 'in_review')) return
      void client.invalidateQueries({ queryKey: reviewQuery(api, tenant.id, recordingId).queryKey })
    },
  })
  const mayStart = !denials.status && !isHeldByYou && !doing.isPending
  useShortcuts({ startReview: () => mayStart && status !== 'inReview' && doing.mutate('start') })

  // Who hears and looks is at it too, though they edit nothing for long.
  const renew = useEffectEvent(() => doing.mutate('start'))
  useEffect(() => {
    if (!isHeldByYou || heldUntil === null) return
    return renewWhileActive(heldUntil, () => renew())
  }, [isHeldByYou, heldUntil])

  const Icon = icons[status]
  const since = statusSince && (
    <time dateTime={statusSince} title={formats.fullTime(statusSince)}>
      {formats.dateTime(statusSince)}
    </time>
  )
  return (
    <section aria-label="State of the review" className={classes.status} data-status={status}>
      <p className={classes.statusWords} role="status">
        <Icon size={18} stroke={1.75} aria-hidden="true" />
        {status === 'notReviewed' && <span>Not reviewed</span>}
        {status === 'reviewed' && (
          <span>
            Reviewed by {statusByName}, {since}
          </span>
        )}
        {status === 'inReview' && isHeldByYou && <span>You are reviewing this</span>}
        {status === 'inReview' && !isHeldByYou && (
          <span>
            {statusByName} is reviewing this, since {since}
            {heldUntil && (
              <span className={classes.aside}>Free at {formats.time(heldUntil)} if nothing more is done.</span>
            )}
          </span>
        )}
      </p>
      {!denials.status && (
        <div className={classes.statusDeeds}>
          {status !== 'inReview' && (
            <Button
              variant={status === 'reviewed' ? 'default' : 'light'}
              size="compact-md"
              loading={doing.isPending}
              data-tip={`Others see that you are at it (${shortcutWords('startReview')})`}
              onClick={() => doing.mutate('start')}
            >
              {status === 'reviewed' ? 'Review again' : 'Start review'}
            </Button>
          )}
          {isHeldByYou && (
            <Button
              variant="default"
              size="compact-md"
              loading={doing.isPending}
              onClick={() => doing.mutate('release')}
            >
              Let go
            </Button>
          )}
          {status === 'inReview' && !isHeldByYou && !isAsking && (
            <Button variant="default" size="compact-md" onClick={() => setIsAsking(true)}>
              Take over…
            </Button>
          )}
          {status === 'inReview' && !isHeldByYou && isAsking && (
            <>
              <Button
                size="compact-md"
                loading={doing.isPending}
                data-autofocus
                onClick={() => doing.mutate('takeOver')}
              >
                Take over from {statusByName}
              </Button>
              <Button variant="default" size="compact-md" onClick={() => setIsAsking(false)}>
                Leave it
              </Button>
            </>
          )}
        </div>
      )}
      {doing.error && (
        <p role="alert" className={classes.problem}>
          {wordsOf(doing.error).title}. {wordsOf(doing.error).advice}
        </p>
      )}
    </section>
  )
}
