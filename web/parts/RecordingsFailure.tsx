import { Suspense } from 'react'
import { isProblem } from '../api/index.ts'
import { SupportRequired } from '../support/index.ts'
import { Failure } from '../ui/index.ts'

type RecordingsFailureProps = { error: unknown; retry: () => void; headingLevel?: 1 | 2 }

/** Why recordings cannot be shown; to people from outside, how to open them. */
export function RecordingsFailure({ error, retry, headingLevel = 2 }: RecordingsFailureProps) {
  if (!isProblem(error, 'support_access_required')) {
    return <Failure error={error} retry={retry} headingLevel={headingLevel} />
  }
  return (
    <Suspense fallback={null}>
      <SupportRequired headingLevel={headingLevel} />
    </Suspense>
  )
}
