import { type Ref, useEffect, useState } from 'react'
import { IdField } from './IdField.tsx'
import { type Meaning, useFindById } from './useFindById.ts'

type IdSearchProps = {
  /** The id that narrows the list now. */
  value: string
  /** What it turned out to be. */
  kind?: string | undefined
  onFind: (meaning: Meaning) => void
  ref?: Ref<HTMLInputElement> | undefined
}

/** Finds by an exact id, whether it is a session's or a call's. */
export function IdSearch({ value, kind, onFind, ref }: IdSearchProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const finding = useFindById(onFind)

  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault()
        finding.find(text)
      }}
    >
      <IdField
        ref={ref}
        text={text}
        kind={text === value ? kind : undefined}
        isBusy={finding.isBusy}
        onChange={setText}
        onClear={() => {
          setText('')
          if (value) onFind({})
        }}
      />
    </form>
  )
}
