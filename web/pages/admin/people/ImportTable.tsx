import { useState } from 'react'
import type { ImportLine, ImportResult } from '../../../api/index.ts'
import { type Column, ListTable } from '../ListTable.tsx'
import classes from './ImportPage.module.css'
import { wordsOfOutcome } from './importFile.ts'

const errorsColumn: Column<ImportLine> = {
  id: 'errors',
  words: 'What is wrong',
  onCards: 'own',
  cell: ({ errors }) =>
    errors.length > 0 ? (
      <ul className={classes.errors}>
        {errors.map(({ column, message }) => (
          <li key={`${column} ${message}`}>
            {column !== null && <code>{column}</code>}
            {message}
          </li>
        ))}
      </ul>
    ) : null,
}

const columnsOf = (isTrial: boolean, hasErrors: boolean): readonly Column<ImportLine>[] => [
  { id: 'line', words: 'Line', width: '64px', isNamedOnCards: true, cell: ({ line }) => line },
  { id: 'email', words: 'E-mail', width: '30%', cell: ({ email }) => email },
  {
    id: 'outcome',
    words: 'Outcome',
    ...(hasErrors ? { width: '160px' } : {}),
    onCards: 'own',
    cell: (line) => (
      <span className={classes.outcome} data-outcome={line.outcome}>
        {wordsOfOutcome(line, isTrial)}
      </span>
    ),
  },
  ...(hasErrors ? [errorsColumn] : []),
]

const isWrong = ({ outcome }: ImportLine): boolean => outcome === 'invalid' || outcome === 'failed'

/** What became of each line, or would; those with errors come first to be seen. */
export function ImportTable({ result }: { result: ImportResult }) {
  const wrong = result.lines.filter(isWrong)
  const [showsAll, setShowsAll] = useState(false)
  const rows = wrong.length > 0 && !showsAll ? wrong : result.lines
  return (
    <>
      {wrong.length > 0 && wrong.length < result.lines.length && (
        <label className={classes.all}>
          <input type="checkbox" checked={showsAll} onChange={(event) => setShowsAll(event.currentTarget.checked)} />{' '}
          Show the good lines too
        </label>
      )}
      <ListTable
        caption={result.isDryRun ? 'What the import would do, line by line' : 'What the import did, line by line'}
        columns={columnsOf(result.isDryRun, wrong.length > 0)}
        rows={rows}
        keyOf={({ line }) => String(line)}
      />
    </>
  )
}
