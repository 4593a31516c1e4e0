import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Ref, useRef, useState } from 'react'
import { type ImportResult, wordsOf } from '../../../api/index.ts'
import { addresses } from '../../../places/index.ts'
import { useApi, usePermissions, useTenant } from '../../../session/index.ts'
import { CopyButton, LinkButton, Message, useTitle } from '../../../ui/index.ts'
import form from '../Form.module.css'
import { PageHead } from '../PageHead.tsx'
import { refusalOf } from '../useDraft.ts'
import { FileDrop } from './FileDrop.tsx'
import classes from './ImportPage.module.css'
import { ImportTable } from './ImportTable.tsx'
import { csvIn, deedOf, importColumns, mostLines, reportOf, summaryOf, template } from './importFile.ts'
import { forgetPeopleLists } from './queries.ts'
import { saveText } from './saveText.ts'

type Chosen = { name: string; csv: string } | { name: string; problem: string }

/** Invites and changes many people at once, out of a file; nothing is written before it was tried. */
export function ImportPage() {
  useTitle('Import people')
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const { may } = usePermissions()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const result = useRef<HTMLHeadingElement>(null)
  const running = useMutation({
    mutationFn: async (run: { csv: string; isDryRun: boolean }) =>
      (await api.post('/users/import', { tenantId: tenant.id, body: run })).body,
    onSuccess: ({ isDryRun }) => {
      if (!isDryRun) forgetPeopleLists(client, tenant.id)
      // Its button is gone with what it did; the result is what is read next.
      requestAnimationFrame(() => result.current?.focus())
    },
  })

  const choose = async (file: File) => {
    running.reset()
    const bytes = await file.arrayBuffer().catch(() => null)
    const read = bytes === null ? { problem: 'The browser cannot read the file.' } : csvIn(new Uint8Array(bytes))
    setChosen({ name: file.name, ...read })
    if ('csv' in read) running.mutate({ csv: read.csv, isDryRun: true })
  }
  const head = (
    <PageHead
      back={{ href: addresses.people(tenant.id), words: 'All people' }}
      title="Import people"
      note={
        <p className={classes.lead}>
          One line a person, at most {mostLines} lines. Who is new gets an invitation; who is known by their e-mail
          address is changed where the file says so. The file is tried first, and nothing is written unless all of it is
          good.
        </p>
      }
    />
  )
  if (!may('user:Edit')) {
    return (
      <>
        {head}
        <Message title="You may see people, but not change them" />
      </>
    )
  }

  return (
    <>
      {head}
      <div className={classes.page}>
        <FileDrop chosenName={chosen?.name} isBusy={running.isPending} choose={(file) => void choose(file)} />
        {chosen && 'problem' in chosen && (
          <p role="alert" className={form.error}>
            <strong>{chosen.name}</strong>: {chosen.problem}
          </p>
        )}
        {running.error && (
          <p role="alert" className={form.error}>
            <strong>{wordsOf(running.error).title}.</strong>{' '}
            {refusalOf(running.error, 'csv') ?? wordsOf(running.error).advice}
          </p>
        )}
        {running.error && chosen && 'csv' in chosen && (
          <div>
            <Button variant="default" onClick={() => running.mutate({ csv: chosen.csv, isDryRun: true })}>
              Try the file again
            </Button>
          </div>
        )}
        {running.data && chosen && 'csv' in chosen ? (
          <Result
            ref={result}
            result={running.data}
            apply={() => running.mutate({ csv: chosen.csv, isDryRun: false })}
          />
        ) : running.isPending ? (
          <p role="status" className={classes.lead}>
            {running.variables.isDryRun ? 'Trying the file…' : 'Importing…'}
          </p>
        ) : (
          <Format />
        )}
      </div>
    </>
  )
}

type ResultProps = { result: ImportResult; apply: () => void; ref: Ref<HTMLHeadingElement> }

function Result({ result, apply, ref }: ResultProps) {
  const tenant = useTenant()
  const deed = deedOf(result)
  const invalid = result.counts.invalid ?? 0
  const failed = result.counts.failed ?? 0

  const titleOf = (): string => {
    if (invalid > 0) return invalid === 1 ? 'One line is not valid' : `${invalid} lines are not valid`
    if (result.isDryRun) return deed === '' ? 'There is nothing to change' : 'All lines are good'
    return failed > 0 ? 'Imported in part' : 'Imported'
  }
  const adviceOf = (): string => {
    if (invalid > 0) return 'Nothing is written. Correct the file and choose it again.'
    if (failed > 0) return 'Import the same file again for the lines that failed: those that are done stay as they are.'
    return ''
  }

  return (
    <section aria-labelledby="import-result" className={classes.result}>
      <div className={classes.line}>
        <h3 ref={ref} id="import-result" tabIndex={-1} className={classes.heading}>
          {titleOf()}
        </h3>
        <div className={classes.actions}>
          <CopyButton value={reportOf(result)} what="the report" />
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => saveText(reportOf(result), 'import-report.csv')}
          >
            Report
          </Button>
          {result.isDryRun && invalid === 0 && deed !== '' && <Button onClick={apply}>{deed}</Button>}
          {!result.isDryRun && <LinkButton href={addresses.people(tenant.id)}>See people</LinkButton>}
        </div>
      </div>
      <p className={classes.lead}>
        {summaryOf(result)}. {adviceOf()}
      </p>
      <ImportTable result={result} />
    </section>
  )
}

/** How the file is to be written. */
const Format = () => (
  <section aria-labelledby="import-format" className={`${classes.result} ${classes.format}`}>
    <div className={classes.line}>
      <h3 id="import-format" className={classes.heading}>
        The file
      </h3>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} />}
        onClick={() => saveText(template, 'people.csv')}
      >
        Template
      </Button>
    </div>
    <p className={classes.lead}>
      CSV in UTF-8 with these columns, in any order. All but the e-mail may be left out or empty: then it stays as it
      is. Several values in a cell are parted by semicolons.
    </p>
    <dl className={classes.columns}>
      {importColumns.map(({ id, words }) => (
        <div key={id}>
          <dt>
            <code>{id}</code>
          </dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  </section>
)
