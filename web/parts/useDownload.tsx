import { Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useState } from 'react'
import { type Recording, recordingQuery } from '../api/index.ts'
import { useApi, useFormats, useTenant } from '../session/index.ts'
import { notify } from '../ui/index.ts'
import { tellFailure } from './tellFailure.ts'
import classes from './useDownload.module.css'
import { downloadableOf, kindWords, voicesOf } from './words.ts'

type Choice = { recording: Recording; from: HTMLElement; box: DOMRect }

/** The answer's Content-Disposition names the file and keeps the browser on this page. */
function follow(url: string) {
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.rel = 'noreferrer'
  anchor.hidden = true
  document.body.append(anchor)
  anchor.click()
  anchor.remove()
}

/** Saves one media file. */
export function useDownloadFile(): (recordingId: string, seq: number, mediaId: string) => Promise<void> {
  const api = useApi()
  const tenant = useTenant()
  return useCallback(
    async (recordingId, seq, mediaId) => {
      try {
        const { body } = await api.post('/recordings/{recordingId}/segments/{seq}/media/{mediaId}/download', {
          tenantId: tenant.id,
          params: { recordingId, seq, mediaId },
        })
        follow(body.url)
      } catch (error) {
        tellFailure(error)
      }
    },
    [api, tenant],
  )
}

/**
 * Saves a recording's file, or lists its files where there are several. `menu` belongs somewhere into the page; it
 * opens at the button and gives the focus back to it.
 */
export function useDownload(): {
  download: (recordingId: string, from: HTMLElement) => Promise<void>
  menu: ReactNode
} {
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const client = useQueryClient()
  const downloadFile = useDownloadFile()
  const [choice, setChoice] = useState<Choice | null>(null)

  const download = useCallback(
    async (recordingId: string, from: HTMLElement) => {
      try {
        const { body: recording } = await client.fetchQuery(recordingQuery(api, tenant.id, recordingId))
        const files = downloadableOf(recording)
        const only = files[0]
        if (!only) {
          notify({ title: 'Nothing to download yet', message: 'No file of this recording has arrived.' })
        } else if (files.length === 1) {
          await downloadFile(recordingId, only.seq, only.media.id)
        } else {
          setChoice({ recording, from, box: from.getBoundingClientRect() })
        }
      } catch (error) {
        tellFailure(error)
      }
    },
    [api, tenant, client, downloadFile],
  )

  const close = () => {
    choice?.from.focus({ preventScroll: true })
    setChoice(null)
  }

  const menu = choice && (
    <Menu opened onClose={close} position="bottom-end" returnFocus={false}>
      <Menu.Target>
        <span
          className={classes.anchor}
          style={{ left: choice.box.left, top: choice.box.top, width: choice.box.width, height: choice.box.height }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label="Files to download" mah={400} style={{ overflowY: 'auto' }}>
        <Menu.Label>Download a file</Menu.Label>
        {downloadableOf(choice.recording).map(({ seq, media }) => (
          <Menu.Item
            key={media.id}
            rightSection={<span className={classes.size}>{formats.bytes(media.lengthBytes)}</span>}
            onClick={() => downloadFile(choice.recording.id, seq, media.id)}
          >
            Segment {seq} · {kindWords[media.kind]}
            {media.channels.length > 0 && ` · ${voicesOf(media, choice.recording.participants)}`}
            {media.state === 'damaged' && ' · damaged'}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
  return { download, menu }
}
