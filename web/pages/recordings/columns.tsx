import { IconDeviceDesktop, IconDownload, IconPlayerPlayFilled, IconTrash, IconVideo } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { MediaKind } from '../../../functions/contract/index.ts'
import type { Category, RecordingSummary } from '../../api/index.ts'
import { shortcutWords } from '../../keys/index.ts'
import {
  CategoryChip,
  DirectionIcon,
  kindWords,
  MediaStatusBadge,
  partiesOf,
  ReviewMarks,
  reasonAgainst,
} from '../../parts/index.ts'
import { type Formats, formatDuration, spokenDuration } from '../../time/index.ts'
import { CopyButton, IconButton, MiddleTruncated, readableNumber } from '../../ui/index.ts'
import classes from './columns.module.css'

/** What cells need besides their recording. */
export type CellContext = {
  formats: Formats
  /** By id; none while they are loading. */
  categories: ReadonlyMap<string, Category>
  href: (recordingId: string) => string
  /** State for the history entry of a recording's page: which list it was opened from. */
  linkState: unknown
  play: (recording: RecordingSummary) => void
  download: (recording: RecordingSummary, from: HTMLElement) => void
  remove: (recording: RecordingSummary) => void
}

type Column = {
  id: string
  /** Its heading; where `isIconsOnly`, for screen readers alone. */
  heading: (formats: Formats) => string
  isIconsOnly?: boolean
  className: string | undefined
  cell: (recording: RecordingSummary, context: CellContext) => ReactNode
}

type PartyProps = { number: string | null; name: string | null; what: string; isUncertain: boolean }

function Party({ number, name, what, isUncertain }: PartyProps) {
  if (number === null && name === null) return <span className={classes.none}>—</span>
  return (
    <span className={classes.party}>
      <span className={classes.line}>
        {isUncertain && (
          <span data-tip="Nothing says who called whom: From and To are in the order sent">
            <span aria-hidden="true">≈ </span>
            <span className="visually-hidden">uncertain </span>
          </span>
        )}
        <span className={classes.number} title={number ?? undefined}>
          {number === null ? '—' : readableNumber(number)}
        </span>
        {number !== null && <CopyButton value={number} what={what} className={classes.copy} />}
      </span>
      {name !== null && (
        <span className={classes.name} title={name}>
          {name}
        </span>
      )}
    </span>
  )
}

function Id({ id, what }: { id: string | null; what: string }) {
  if (id === null) return null
  return (
    <span className={classes.line}>
      <MiddleTruncated text={id} className={classes.id} />
      <CopyButton value={id} what={what} className={classes.copy} />
    </span>
  )
}

const pictureIcons = { video: IconVideo, screen: IconDeviceDesktop } satisfies Record<
  Exclude<MediaKind, 'audio'>,
  unknown
>

/** The columns of the list, from left to right. */
export const columns: readonly Column[] = [
  {
    id: 'play',
    heading: () => 'Play',
    isIconsOnly: true,
    className: classes.play,
    cell: (recording, { play }) => (
      <IconButton
        label="Play"
        shortcut={shortcutWords('play')}
        reason={reasonAgainst('play', recording)}
        icon={<IconPlayerPlayFilled size={16} />}
        className={classes.playButton}
        onClick={() => play(recording)}
      />
    ),
  },
  {
    id: 'time',
    heading: (formats) => `Time (${formats.zoneName(new Date())})`,
    className: classes.time,
    cell: ({ id, startedAt, isStartEstimated, ...recording }, { formats, href, linkState }) => (
      <Link
        href={href(id)}
        state={linkState}
        className={classes.link}
        title={formats.fullTime(startedAt)}
        aria-label={`${formats.time(startedAt)} ${formats.date(startedAt)}, ${partiesOf(recording, readableNumber)}`}
      >
        <time dateTime={startedAt}>
          <span className={classes.clock}>
            {isStartEstimated && (
              <span data-tip="The recorder gave no start; this is when it was uploaded, less its duration">≈ </span>
            )}
            {formats.time(startedAt)}
          </span>{' '}
          <span className={classes.date}>{formats.date(startedAt)}</span>
        </time>
      </Link>
    ),
  },
  {
    id: 'direction',
    heading: () => 'Direction',
    isIconsOnly: true,
    className: classes.direction,
    cell: ({ direction }) => <DirectionIcon direction={direction} />,
  },
  {
    id: 'from',
    heading: () => 'From',
    className: classes.from,
    cell: ({ from, fromName, arePartiesUncertain }) => (
      <Party number={from} name={fromName} what="From number" isUncertain={arePartiesUncertain} />
    ),
  },
  {
    id: 'to',
    heading: () => 'To',
    className: classes.to,
    cell: ({ to, toName, arePartiesUncertain }) => (
      <Party number={to} name={toName} what="To number" isUncertain={arePartiesUncertain} />
    ),
  },
  {
    id: 'ingress',
    heading: () => 'RSS Ingress Call ID',
    className: classes.callId,
    cell: ({ ingressCallId }) => <Id id={ingressCallId} what="RSS Ingress Call ID" />,
  },
  {
    id: 'egress',
    heading: () => 'RSS Egress Call ID',
    className: classes.callId,
    cell: ({ egressCallId }) => <Id id={egressCallId} what="RSS Egress Call ID" />,
  },
  {
    id: 'duration',
    heading: () => 'Duration',
    className: classes.duration,
    cell: ({ durationMs }) =>
      durationMs === null ? (
        <span className={classes.none}>—</span>
      ) : (
        <>
          <span aria-hidden="true">{formatDuration(durationMs)}</span>
          <span className="visually-hidden">{spokenDuration(durationMs)}</span>
        </>
      ),
  },
  {
    id: 'review',
    heading: () => 'Review',
    className: classes.review,
    cell: ({ review }, { categories }) => {
      const [first, ...more] = review.categoryIds.flatMap((id) => categories.get(id) ?? [])
      return (
        <span className={classes.line}>
          <ReviewMarks review={review} />
          {first && <CategoryChip category={first} />}
          {more.length > 0 && (
            <span className={classes.more} data-tip={more.map(({ name }) => name).join(', ')}>
              +{more.length}
              <span className="visually-hidden"> {more.map(({ name }) => name).join(', ')}</span>
            </span>
          )}
        </span>
      )
    },
  },
  {
    id: 'session',
    heading: () => 'Session ID',
    className: classes.session,
    cell: ({ sessionId }) => <Id id={sessionId} what="Session ID" />,
  },
  {
    id: 'media',
    heading: () => 'Media',
    className: classes.media,
    cell: ({ id, kinds, mediaStatus }, { href, linkState }) =>
      mediaStatus === 'complete' && kinds.every((kind) => kind === 'audio') ? null : (
        <span className={classes.line}>
          <MediaStatusBadge status={mediaStatus} />
          {(['screen', 'video'] as const)
            .filter((kind) => kinds.includes(kind))
            .map((kind) => {
              const Icon = pictureIcons[kind]
              return (
                <Link
                  key={kind}
                  href={href(id)}
                  state={linkState}
                  className={classes.kind}
                  aria-label={kindWords[kind]}
                  data-tip={kindWords[kind]}
                >
                  <Icon size={16} stroke={1.75} aria-hidden="true" />
                </Link>
              )
            })}
        </span>
      ),
  },
  {
    id: 'actions',
    heading: () => 'Actions',
    isIconsOnly: true,
    className: classes.actions,
    cell: (recording, { download, remove }) => (
      <>
        <IconButton
          label="Download"
          shortcut={shortcutWords('download')}
          reason={reasonAgainst('download', recording)}
          icon={<IconDownload size={16} stroke={1.75} />}
          data-action="download"
          onClick={(event) => download(recording, event.currentTarget)}
        />
        <IconButton
          label="Delete"
          shortcut={shortcutWords('remove')}
          reason={reasonAgainst('delete', recording)}
          icon={<IconTrash size={16} stroke={1.75} />}
          onClick={() => remove(recording)}
        />
      </>
    ),
  },
]
