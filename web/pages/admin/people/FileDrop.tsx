import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import classes from './ImportPage.module.css'

type FileDropProps = { chosenName: string | undefined; isBusy: boolean; choose: (file: File) => void }

/** Takes one file, chosen or dropped. */
export function FileDrop({ chosenName, isBusy, choose }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)

  // Dropped beside it, a file would be opened in place of the dashboard.
  useEffect(() => {
    const listening = new AbortController()
    for (const name of ['dragover', 'drop'] as const) {
      addEventListener(name, (event) => event.preventDefault(), { signal: listening.signal })
    }
    return () => listening.abort()
  }, [])

  return (
    // Dropping is the other way to do what the button does.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={(event) => {
        const into = event.relatedTarget
        if (!(into instanceof Node && event.currentTarget.contains(into))) setIsOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        const [file] = event.dataTransfer.files
        if (file && !isBusy) choose(file)
      }}
    >
      <Button variant="default" disabled={isBusy} onClick={() => input.current?.click()}>
        {chosenName === undefined ? 'Choose a file…' : 'Choose another file…'}
      </Button>
      <span>{chosenName ?? 'or drop a CSV file here'}</span>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        aria-label="CSV file"
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          if (file) choose(file)
          // The same file may be chosen again once it is corrected.
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}
