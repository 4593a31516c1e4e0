import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, type Ref, Suspense, useId, useImperativeHandle, useRef, useState } from 'react'
import { type PolicyIssue, wordsOf } from '../../../api/index.ts'
import { useApi, useFormats, useTenant } from '../../../session/index.ts'
import { Delayed, Failure } from '../../../ui/index.ts'
import form from '../Form.module.css'
import { formOf, limits, sizeOf } from './document.ts'
import { placeInForm, placeInText, statementOfIssue } from './issues.ts'
import type { EditorHandle } from './JsonEditor.tsx'
import { statementPosition } from './place.ts'
import classes from './policies.module.css'
import { vocabularyQuery } from './queries.ts'
import { StatementList } from './StatementList.tsx'
import { type Check, useIssues } from './useIssues.ts'

const JsonEditor = lazy(() => import('./JsonEditor.tsx'))

type View = 'form' | 'json'
const views = [
  { id: 'form', words: 'Form' },
  { id: 'json', words: 'JSON' },
] as const satisfies readonly { id: View; words: string }[]

export type DocumentHandle = {
  /** Leads to a statement, counted from 0. */
  showStatement: (index: number) => void
}

type DocumentFieldsProps = {
  ref?: Ref<DocumentHandle> | undefined
  text: string
  onChange: (text: string) => void
  problem: string | undefined
  isReadOnly: boolean
}

/** What a policy says, as a form and as JSON over one text. */
export function DocumentFields({ ref, text, onChange, problem, isReadOnly }: DocumentFieldsProps) {
  const api = useApi()
  const tenant = useTenant()
  const vocabulary = useQuery(vocabularyQuery(api, tenant.id))
  const [view, setView] = useState<View>('form')
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorHandle>(null)
  const check = useIssues(text)
  const reading = formOf(text, tenant.id)
  const isForm = view === 'form' && reading.form !== undefined
  const id = useId()

  const focusStatement = (index: number) => {
    const statement = place.current?.querySelector<HTMLElement>(`[data-statement="${index}"]`)
    statement?.scrollIntoView({ block: 'center' })
    statement?.focus()
  }
  const goTo = (issue: PolicyIssue) => {
    if (isForm) focusStatement(statementOfIssue(issue) ?? 0)
    else editor.current?.goTo(issue.line ?? 1, issue.column ?? 1)
  }
  useImperativeHandle(ref, () => ({
    showStatement(index) {
      const { line, column } = statementPosition(text, index)
      if (isForm) focusStatement(index)
      else editor.current?.goTo(line, column)
    },
  }))

  return (
    <section aria-labelledby={`${id}heading`} className={form.section}>
      <h3 id={`${id}heading`} className={form.heading}>
        What it says
      </h3>
      <div className={classes.bar}>
        <fieldset className={classes.views}>
          <legend className="visually-hidden">Show as</legend>
          {views.map(({ id: each, words }) => (
            <label key={each} className={classes.view}>
              <input
                type="radio"
                name={`${id}view`}
                className="visually-hidden"
                checked={view === each}
                onChange={() => setView(each)}
              />
              {words}
            </label>
          ))}
        </fieldset>
        <Size text={text} />
      </div>
      {view === 'form' && reading.why !== undefined && (
        <p role="status" className={classes.note}>
          The form cannot show this: {reading.why} It stays as JSON until that is mended.
        </p>
      )}
      <div ref={place} className={classes.editorPlace}>
        {isForm ? (
          vocabulary.data ? (
            <fieldset disabled={isReadOnly} className={form.shown}>
              <StatementList
                text={text}
                form={reading.form}
                vocabulary={vocabulary.data}
                issues={check.issues ?? []}
                onChange={onChange}
              />
            </fieldset>
          ) : (
            vocabulary.error && <Failure error={vocabulary.error} retry={() => vocabulary.refetch()} />
          )
        ) : (
          <Suspense fallback={<Delayed>Loading the editor…</Delayed>}>
            <JsonEditor
              ref={editor}
              label="Policy as JSON"
              describedBy={`${id}verdict`}
              text={text}
              {...(isReadOnly ? {} : { onChange })}
              issues={check.issues ?? []}
              vocabulary={vocabulary.data}
            />
          </Suspense>
        )}
      </div>
      <Verdict
        id={`${id}verdict`}
        check={check}
        goTo={goTo}
        placeOf={isForm ? placeInForm : placeInText}
        problem={problem}
      />
    </section>
  )
}

function Size({ text }: { text: string }) {
  const formats = useFormats()
  const { bytes, statements } = sizeOf(text)
  const isOver = bytes > limits.bytes || (statements ?? 0) > limits.statements
  const ofStatements =
    statements === undefined ? '' : ` · ${formats.number(statements)} of ${limits.statements} statements`
  return (
    <span className={classes.size} data-over={isOver || undefined}>
      {formats.number(Math.ceil(bytes / 102.4) / 10)} of {formats.number(limits.bytes / 1024)} kB{ofStatements}
      {isOver && ': too large to be saved'}
    </span>
  )
}

type VerdictProps = {
  id: string
  check: Check
  goTo: (issue: PolicyIssue) => void
  placeOf: (issue: PolicyIssue) => string
  problem: string | undefined
}

/** What is wrong, each with the way to its place. */
function Verdict({ id, check, goTo, placeOf, problem }: VerdictProps) {
  const { issues, isStale, error } = check
  const summary = (): ReactNode => {
    if (error) return `It cannot be checked now. ${wordsOf(error).title}.`
    if (!issues) return 'Checking…'
    if (issues.length === 0) return isStale ? 'Checking…' : 'Nothing is wrong with it.'
    return issues.length === 1 ? 'One thing is wrong with it:' : `${issues.length} things are wrong with it:`
  }
  return (
    <div className={classes.verdict}>
      {problem !== undefined && <p className={form.error}>{problem}</p>}
      <p id={id} role="status">
        {summary()}
      </p>
      {issues && issues.length > 0 && (
        <ul className={classes.issues} aria-label="What is wrong">
          {issues.map((issue) => (
            <li key={`${issue.path} ${issue.code} ${issue.message}`}>
              <button type="button" className={classes.issue} onClick={() => goTo(issue)}>
                <span className={classes.where}>{placeOf(issue)}</span>
                <span>{issue.message}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
