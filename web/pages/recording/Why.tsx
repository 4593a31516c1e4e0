import { IconHelp } from '@tabler/icons-react'
import { lazy, Suspense, useRef, useState } from 'react'
import type { RecordingSummary } from '../../api/index.ts'
import { IconButton } from '../../ui/index.ts'

const WhyDialog = lazy(() => import('./WhyDialog.tsx'))

/** Beside actions of which some are off: says which policy, limit or switch decides. Nothing where all are on. */
export function Why({ recording }: { recording: Pick<RecordingSummary, 'id' | 'denials'> }) {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  if (!recording.denials || Object.keys(recording.denials).length === 0) return null
  return (
    <>
      <IconButton
        ref={button}
        label="Why are actions off?"
        icon={<IconHelp size={18} stroke={1.75} />}
        onClick={() => setIsOpen(true)}
      />
      {isOpen && (
        <Suspense fallback={null}>
          <WhyDialog
            recording={recording}
            onClose={() => {
              setIsOpen(false)
              button.current?.focus()
            }}
          />
        </Suspense>
      )}
    </>
  )
}
