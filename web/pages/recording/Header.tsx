import { IconArrowLeft, IconChevronDown, IconChevronUp, IconDownload, IconPencil, IconTrash } from '@tabler/icons-react'
import type { ReactNode, RefObject } from 'react'
import type { Recording } from '../../api/index.ts'
import { shortcutWords } from '../../keys/index.ts'
import { DirectionIcon, directionWords, MediaStatusBadge, reasonAgainst, SensitiveBadge } from '../../parts/index.ts'
import { useFormats } from '../../session/index.ts'
import { formatDuration, spokenDuration } from '../../time/index.ts'
import { CopyButton, IconButton, LinkButton, MiddleTruncated, readableNumber } from '../../ui/index.ts'
import classes from './Header.module.css'
import type { useTrail } from './useTrail.ts'
import { Why } from './Why.tsx'

type Trail = ReturnType<typeof useTrail>

type HeaderProps = {
  recording: Recording
  trail: Trail
  headingRef: RefObject<HTMLHeadingElement | null>
  downloadRef: RefObject<HTMLButtonElement | null>
  deleteRef: RefObject<HTMLButtonElement | null>
  onDownload: (from: HTMLElement) => void
  onDelete: () => void
  onEdit: () => void
}

/** Whose call it was and when, with what can be done with the whole of it. */
export function Header({
  recording,
  trail,
  headingRef,
  downloadRef,
  deleteRef,
  onDownload,
  onDelete,
  onEdit,
}: HeaderProps) {
  const formats = useFormats()
  const { from, fromName, to, toName, startedAt, durationMs, direction, agentName, agentId, queue, sessionId } =
    recording
  return (
    <header className={classes.header}>
      <TrailBar trail={trail} />
      <div className={classes.titleLine}>
        <h1 ref={headingRef} tabIndex={-1} className={classes.title}>
          <Party number={from} name={fromName} />
          <span className={classes.to}>
            <span aria-hidden="true" className={classes.arrow}>
              →
            </span>
            <span className="visually-hidden"> to </span>
            <Party number={to} name={toName} />
          </span>
        </h1>
        <div className={classes.actions}>
          <Why recording={recording} />
          <IconButton
            label="Edit"
            shortcut={shortcutWords('edit')}
            reason={reasonAgainst('edit', recording)}
            icon={<IconPencil size={18} stroke={1.75} />}
            onClick={onEdit}
          />
          <IconButton
            ref={downloadRef}
            label="Download"
            shortcut={shortcutWords('download')}
            reason={reasonAgainst('download', recording)}
            icon={<IconDownload size={18} stroke={1.75} />}
            onClick={(event) => onDownload(event.currentTarget)}
          />
          <IconButton
            ref={deleteRef}
            label="Delete"
            shortcut={shortcutWords('remove')}
            reason={reasonAgainst('delete', recording)}
            icon={<IconTrash size={18} stroke={1.75} />}
            onClick={onDelete}
          />
        </div>
      </div>
      <ul className={classes.facts}>
        <li title={formats.fullTime(startedAt)}>
          <time dateTime={startedAt}>{formats.dateTime(startedAt)}</time> {formats.zoneName(new Date(startedAt))}
          {recording.isStartEstimated && ' (estimated)'}
        </li>
        {durationMs !== null && (
          <li>
            <span aria-hidden="true">{formatDuration(durationMs)}</span>
            <span className="visually-hidden">{spokenDuration(durationMs)}</span>
          </li>
        )}
        {recording.arePartiesUncertain && (
          <li data-tip="Nothing says who called whom: these are the participants in the order sent">
            Caller uncertain
          </li>
        )}
        <li>
          <DirectionIcon direction={direction} size={14} /> <span aria-hidden="true">{directionWords[direction]}</span>
        </li>
        {(agentName ?? agentId) !== null && <Fact label="Agent">{agentName ?? agentId}</Fact>}
        {queue !== null && <Fact label="Queue">{queue}</Fact>}
        <Fact label="Session">
          <MiddleTruncated text={sessionId} className={classes.session} />
          <CopyButton value={sessionId} what="Session ID" className={classes.copy} />
        </Fact>
        {recording.review.isSensitive && (
          <li>
            <SensitiveBadge />
          </li>
        )}
        {recording.mediaStatus !== 'complete' && (
          <li>
            <MediaStatusBadge status={recording.mediaStatus} />
          </li>
        )}
      </ul>
    </header>
  )
}

function Party({ number, name }: { number: string | null; name: string | null }) {
  const readable = number === null ? null : readableNumber(number)
  return (
    <span className={classes.party}>
      {name ?? readable ?? 'unknown'}
      {name !== null && readable !== null && <span className={classes.number}>{readable}</span>}
      {number !== null && <CopyButton value={number} what="number" className={classes.copy} />}
    </span>
  )
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <li>
    <span className={classes.label}>{label}</span> {children}
  </li>
)

function TrailBar({ trail }: { trail: Trail }) {
  const nothing = trail.search === undefined ? 'Open a recording from the list to step through it' : undefined
  return (
    <div className={classes.trail}>
      <LinkButton
        href={trail.listAddress}
        state={{ isReturn: trail.search !== undefined }}
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconArrowLeft size={16} />}
        tip={`Back to the list (${shortcutWords('back')})`}
      >
        Recordings
      </LinkButton>
      <div className={classes.steps}>
        {trail.place && <span className={classes.position}>{trail.place}</span>}
        <IconButton
          label="Previous recording"
          shortcut={shortcutWords('newer')}
          reason={trail.newerId ? undefined : (nothing ?? 'This is the newest of the list')}
          icon={<IconChevronUp size={18} />}
          onClick={() => trail.goTo(trail.newerId)}
        />
        <IconButton
          label="Next recording"
          shortcut={shortcutWords('older')}
          reason={trail.olderId ? undefined : (nothing ?? 'This is the oldest of the list')}
          icon={<IconChevronDown size={18} />}
          onClick={() => trail.goTo(trail.olderId)}
        />
      </div>
    </div>
  )
}

/** The header's outline while the recording loads. */
export function HeaderSkeleton({ trail }: { trail: Trail }) {
  return (
    <header className={classes.header} aria-busy="true">
      <TrailBar trail={trail} />
      <div className={classes.titleLine}>
        <span className={classes.skeletonTitle} />
      </div>
      <span className={classes.skeletonFacts} />
    </header>
  )
}
