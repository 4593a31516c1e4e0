import { Button, Menu } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useRef } from 'react'
import type { TranscriptFormat } from '../../../../functions/contract/index.ts'
import { tellFailure } from '../../../parts/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import type { Place } from './queries.ts'
import { saveFile } from './saveFile.ts'

export const formatWords: Record<TranscriptFormat, string> = {
  vtt: 'WebVTT',
  srt: 'SubRip (SRT)',
  text: 'Plain text',
  json: 'JSON',
}
// The keys are the formats.
const formats = Object.keys(formatWords) as TranscriptFormat[]

type ToolsProps = {
  place: Place
  hasCues: boolean
  mayEdit: boolean
  /** Of the segment, where there are several. */
  of: string
  openImport: (from: HTMLButtonElement | null) => void
}

/** Brings a segment's transcript in, and takes it along. */
export function Tools({ place, hasCues, mayEdit, of, openImport }: ToolsProps) {
  const api = useApi()
  const { id: tenantId } = useTenant()
  const importButton = useRef<HTMLButtonElement>(null)

  const take = async (format: TranscriptFormat) => {
    try {
      const { body } = await api.get('/recordings/{recordingId}/segments/{seq}/transcript/export', {
        ...{ tenantId, params: place, query: { format } },
      })
      saveFile(body)
    } catch (error) {
      tellFailure(error)
    }
  }

  return (
    <>
      {mayEdit && (
        <Button
          ref={importButton}
          variant="default"
          leftSection={<IconUpload size={16} stroke={1.75} />}
          aria-label={`Import${of}`}
          onClick={() => openImport(importButton.current)}
        >
          Import
        </Button>
      )}
      {hasCues && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" leftSection={<IconDownload size={16} stroke={1.75} />} aria-label={`Export${of}`}>
              Export
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {formats.map((format) => (
              <Menu.Item key={format} onClick={() => void take(format)}>
                {formatWords[format]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  )
}
