import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { type CustomField, customFieldsQuery, isProblem, recordingQuery } from '../../api/index.ts'
import { useDock } from '../../dock/index.ts'
import { useShortcuts } from '../../keys/index.ts'
import { DeleteDialog, partiesOf, RecordingsFailure, reasonAgainst, useDownload } from '../../parts/index.ts'
import { addresses, isRecordingTab, type RecordingTab, recordingTabs } from '../../places/index.ts'
import { useApi, usePermissions, useTenant } from '../../session/index.ts'
import { Delayed, LinkButton, Message, notify, readableNumber, useTitle } from '../../ui/index.ts'
import { Details } from './Details.tsx'
import { type Engine, EngineContext } from './engine.ts'
import { Header, HeaderSkeleton } from './Header.tsx'
import { OtherRecordings } from './OtherRecordings.tsx'
import { Playing } from './Playing.tsx'
import classes from './RecordingPage.module.css'
import { Segments } from './Segments.tsx'
import { Tabs } from './Tabs.tsx'
import { useDtmf } from './useDtmf.ts'
import { useMarkers } from './useMarkers.ts'
import { useTrail } from './useTrail.ts'

const EditForm = lazy(() => import('./EditForm.tsx'))
const Access = lazy(() => import('./Access.tsx'))
const SegmentParticipants = lazy(() => import('./metadata/SegmentParticipants.tsx'))
const SessionMetadata = lazy(() => import('./metadata/SessionMetadata.tsx'))
const CustomData = lazy(() => import('../../customData/index.ts'))
const SegmentsCustomData = lazy(async () => ({
  default: (await import('../../customData/index.ts')).SegmentsCustomData,
}))
const Review = lazy(() => import('./review/index.ts'))
const Transcript = lazy(() => import('./transcript/index.ts'))

type RecordingPageProps = { recordingId: string; tab: string | undefined }

/** One recording: play it, read its facts, correct, download or delete it. */
export function RecordingPage({ recordingId, tab: named }: RecordingPageProps) {
  const tab = named !== undefined && isRecordingTab(named) ? named : recordingTabs[0]
  const api = useApi()
  const tenant = useTenant()
  const trail = useTrail(recordingId, tab)
  const dock = useDock()
  const { may } = usePermissions()
  const [, navigate] = useLocation()
  const { data, error, refetch } = useQuery({
    ...recordingQuery(api, tenant.id, recordingId),
    refetchOnWindowFocus: false,
  })
  const recording = data?.body
  const { data: customFields } = useQuery({
    ...customFieldsQuery(api, tenant.id),
    enabled: may('customField:Read'),
  })
  const { download, menu } = useDownload()
  const [isDeleting, setIsDeleting] = useState(false)
  const [isEditing, setIsEditing] = useState(false)
  const dtmf = useDtmf(recording)
  const markers = useMarkers(recording, dtmf.segments)
  const [engine, setEngine] = useState<Engine | null>(null)
  const downloadButton = useRef<HTMLButtonElement>(null)
  const deleteButton = useRef<HTMLButtonElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)

  useTitle(recording ? partiesOf(recording, readableNumber) : 'Recording')

  // The page has a player of its own; two would talk over each other.
  const { close: closeDock } = dock
  useEffect(() => closeDock(), [closeDock])

  // biome-ignore lint/correctness/useExhaustiveDependencies: for each recording that the page comes to show
  useEffect(() => {
    setIsEditing(false)
    scrollTo(0, 0)
  }, [recordingId])
  const isLoaded = recording !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above; who steps through the list hears which one it is
  useEffect(() => heading.current?.focus({ preventScroll: true }), [recordingId, isLoaded])

  const isFilledIn = (scope: CustomField['appliesTo']) =>
    customFields?.some(({ appliesTo, retiredAt }) => appliesTo === scope && retiredAt === null) ?? false
  /** Tabs that would be refused, or have nothing to fill in, are not offered. */
  const isShown: Record<RecordingTab, boolean> = {
    segments: true,
    transcript: (recording?.segments.length ?? 0) > 0,
    review: true,
    'custom-data': isFilledIn('recording'),
    details: true,
    participants: true,
    metadata: true,
    access: may('audit:Read'),
  }
  const edit = () => {
    if (!recording) return
    const reason = reasonAgainst('edit', recording)
    if (reason) {
      notify({ message: `${reason}.` })
      return
    }
    setIsEditing(true)
    if (tab !== 'details') navigate(addresses.recording(tenant.id, recordingId, 'details'), { state: trail.state })
  }
  /** Once it is open, its own fields answer these keys. */
  const openReview = () =>
    navigate(addresses.recording(tenant.id, recordingId, 'review'), { replace: true, state: trail.state })
  useShortcuts({
    download: () => downloadButton.current?.click(),
    remove: () => deleteButton.current?.click(),
    edit,
    ...(tab !== 'review' && { review: openReview, note: openReview, startReview: openReview }),
  })

  if (error && !recording) {
    return (
      <div className={classes.page}>
        {isProblem(error, 'not_found', 'invalid_request') ? (
          <Message
            headingLevel={1}
            title="There is no such recording for you"
            actions={
              <LinkButton href={trail.listAddress} state={{ isReturn: true }}>
                Back to the list
              </LinkButton>
            }
          >
            <p>It was deleted, it never was, or you may not see it.</p>
          </Message>
        ) : (
          <RecordingsFailure error={error} retry={() => refetch()} headingLevel={1} />
        )}
      </div>
    )
  }

  return (
    <div className={classes.page}>
      {recording ? (
        <Header
          recording={recording}
          trail={trail}
          headingRef={heading}
          downloadRef={downloadButton}
          deleteRef={deleteButton}
          onDownload={(from) => void download(recording.id, from)}
          onDelete={() => setIsDeleting(true)}
          onEdit={edit}
        />
      ) : (
        <HeaderSkeleton trail={trail} />
      )}
      <div className={classes.playing}>
        {recording && <Playing key={recording.id} recording={recording} onEngine={setEngine} markers={markers} />}
      </div>
      <Tabs
        shown={recordingTabs.filter((name) => tab === name || isShown[name])}
        selected={tab}
        addressOf={(name) => addresses.recording(tenant.id, recordingId, name)}
        state={trail.state}
      >
        <EngineContext value={engine}>
          {recording && tab === 'review' && (
            <Suspense fallback={<Delayed>Loading the review…</Delayed>}>
              <Review
                recording={recording}
                goToNext={trail.search === undefined ? undefined : trail.goToNextToReview}
              />
            </Suspense>
          )}
          {recording && tab === 'custom-data' && (
            <Suspense fallback={<Delayed>Loading custom data…</Delayed>}>
              <CustomData recordingId={recording.id} />
            </Suspense>
          )}
          {recording && tab === 'segments' && (
            <>
              <Segments recording={recording} dtmf={dtmf} />
              {isFilledIn('segment') && (
                <Suspense fallback={<Delayed>Loading custom data…</Delayed>}>
                  <SegmentsCustomData recording={recording} />
                </Suspense>
              )}
            </>
          )}
          {recording &&
            tab === 'details' &&
            (isEditing && data.etag ? (
              <Suspense fallback={<Delayed>Loading the form…</Delayed>}>
                <EditForm recording={recording} etag={data.etag} onClose={() => setIsEditing(false)} />
              </Suspense>
            ) : (
              <Details recording={recording} onEdit={edit} />
            ))}
          {recording && (tab === 'participants' || tab === 'metadata') && (
            <Suspense fallback={<Delayed>Loading…</Delayed>}>
              {tab === 'participants' ? (
                <SegmentParticipants key={recording.id} recording={recording} />
              ) : (
                <SessionMetadata recording={recording} />
              )}
            </Suspense>
          )}
          {recording && tab === 'transcript' && (
            <Suspense fallback={<Delayed>Loading…</Delayed>}>
              <Transcript key={recording.id} recording={recording} />
            </Suspense>
          )}
          {recording && tab === 'access' && (
            <Suspense fallback={<Delayed>Loading…</Delayed>}>
              <Access recording={recording} />
            </Suspense>
          )}
        </EngineContext>
      </Tabs>
      {recording?.callGroupId && (
        <OtherRecordings callGroupId={recording.callGroupId} recordingId={recording.id} state={trail.state} />
      )}
      {menu}
      {recording && isDeleting && (
        <Suspense fallback={null}>
          <DeleteDialog
            recording={recording}
            onClose={() => {
              setIsDeleting(false)
              deleteButton.current?.focus()
            }}
            onDeleted={trail.back}
          />
        </Suspense>
      )}
    </div>
  )
}
