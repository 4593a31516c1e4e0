import { Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { PolicyIssue, PolicyVocabulary } from '../../../api/index.ts'
import { useTenant } from '../../../session/index.ts'
import { IconButton } from '../../../ui/index.ts'
import { limits, newStatement, type PolicyForm, type Statement, textOf } from './document.ts'
import { statementOfIssue } from './issues.ts'
import classes from './policies.module.css'
import { StatementFields } from './StatementFields.tsx'

type StatementListProps = {
  /** A text that the form shows. */
  text: string
  form: PolicyForm
  vocabulary: PolicyVocabulary
  issues: readonly PolicyIssue[]
  onChange: (text: string) => void
}

/** What the form holds beyond the text: names for its rows, that follow them when they are moved. */
type Held = { text: string; form: PolicyForm; ids: readonly number[] }

let latestId = 0
const nextId = () => ++latestId
const hold = (text: string, form: PolicyForm): Held => ({ text, form, ids: form.statements.map(nextId) })

/** A policy as a form: its statements, one after another. */
export function StatementList({ text, form, vocabulary, issues, onChange }: StatementListProps) {
  const tenant = useTenant()
  const list = useRef<HTMLDivElement>(null)
  const [held, setHeld] = useState(() => hold(text, form))
  const [focus, setFocus] = useState<string | null>(null)
  if (held.text !== text) setHeld(hold(text, form))

  const { statements } = held.form
  const write = (next: readonly Statement[], ids: readonly number[]) => {
    const changedForm = { ...held.form, statements: next }
    const changedText = textOf(changedForm, tenant.id)
    setHeld({ text: changedText, form: changedForm, ids })
    onChange(changedText)
  }
  const move = (index: number, by: -1 | 1) => {
    const [one, other] = [statements[index], statements[index + by]]
    const [oneId, otherId] = [held.ids[index], held.ids[index + by]]
    if (!one || !other || oneId === undefined || otherId === undefined) return
    write(statements.with(index, other).with(index + by, one), held.ids.with(index, otherId).with(index + by, oneId))
    setFocus(`${oneId} ${by}`)
  }
  const remove = (index: number) => {
    const ids = held.ids.toSpliced(index, 1)
    write(statements.toSpliced(index, 1), ids)
    setFocus(`${ids[index] ?? ids.at(-1) ?? 'add'}`)
  }
  const add = () => {
    const id = nextId()
    write([...statements, newStatement()], [...held.ids, id])
    setFocus(`${id}`)
  }

  // A row that changes its place loses the focus, and one that is gone takes it along.
  useEffect(() => {
    if (focus === null) return
    list.current?.querySelector<HTMLElement>(`[data-focus="${focus}"]`)?.focus()
    setFocus(null)
  }, [focus])

  return (
    <div ref={list} className={classes.statements}>
      {statements.map((statement, index) => (
        <StatementCard
          key={held.ids[index]}
          id={held.ids[index] ?? index}
          place={index}
          isLast={index === statements.length - 1}
          statement={statement}
          vocabulary={vocabulary}
          issues={issues.filter((issue) => statementOfIssue(issue) === index)}
          onChange={(next) => write(statements.with(index, next), held.ids)}
          move={(by) => move(index, by)}
          remove={() => remove(index)}
        />
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          disabled={statements.length >= limits.statements}
          data-focus="add"
          onClick={add}
        >
          Add a statement
        </Button>
      </div>
    </div>
  )
}

type StatementCardProps = {
  id: number
  place: number
  isLast: boolean
  statement: Statement
  vocabulary: PolicyVocabulary
  issues: readonly PolicyIssue[]
  onChange: (statement: Statement) => void
  move: (by: -1 | 1) => void
  remove: () => void
}

function StatementCard({
  id,
  place,
  isLast,
  statement,
  vocabulary,
  issues,
  onChange,
  move,
  remove,
}: StatementCardProps) {
  const name = `Statement ${place + 1}`
  return (
    <section
      aria-label={name}
      className={classes.statement}
      data-effect={statement.kind === 'shown' && statement.effect}
    >
      <div className={classes.statementHead}>
        <h4 tabIndex={-1} data-focus={`${id}`} data-statement={place} className={classes.statementName}>
          {name}
          {statement.kind === 'shown' && statement.sid && <span className={classes.sid}>{statement.sid}</span>}
        </h4>
        <IconButton
          label={`Move ${name} up`}
          reason={place === 0 ? 'It is the first already' : undefined}
          icon={<IconArrowUp size={16} stroke={1.75} />}
          data-focus={`${id} -1`}
          onClick={() => move(-1)}
        />
        <IconButton
          label={`Move ${name} down`}
          reason={isLast ? 'It is the last already' : undefined}
          icon={<IconArrowDown size={16} stroke={1.75} />}
          data-focus={`${id} 1`}
          onClick={() => move(1)}
        />
        <IconButton label={`Remove ${name}`} icon={<IconTrash size={16} stroke={1.75} />} onClick={remove} />
      </div>
      {issues.length > 0 && (
        <ul className={classes.cardIssues}>
          {issues.map(({ path, message }) => (
            <li key={path + message}>{message}</li>
          ))}
        </ul>
      )}
      {statement.kind === 'shown' ? (
        <StatementFields statement={statement} vocabulary={vocabulary} onChange={onChange} />
      ) : (
        <>
          <p className={classes.quiet}>{statement.why} It stays as it is; change it as JSON.</p>
          <pre className={classes.source}>{JSON.stringify(statement.source, null, 2)}</pre>
        </>
      )}
    </section>
  )
}
