import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { isProblem, type RouteTest, wordsOf } from '../../api/index.ts'
import { addresses } from '../../places/index.ts'
import { useApi, useTenant } from '../../session/index.ts'
import { readableNumber, useTitle } from '../../ui/index.ts'
import form from './Form.module.css'
import { TextField } from './fields.tsx'
import table from './RouteTable.module.css'
import classes from './TesterPage.module.css'
import { refusalOf } from './useDraft.ts'
import { kindWords, patternInWords, whyOf } from './words.ts'

/** Tells which route a call would get, and why. The numbers stay out of the address: addresses end up in logs. */
export function TesterPage() {
  useTitle('Route tester')
  const api = useApi()
  const tenant = useTenant()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const testing = useMutation({
    mutationFn: async (numbers: { from: string | null; to: string | null }) =>
      (await api.post('/routes/test', { tenantId: tenant.id, body: numbers })).body,
  })
  const { error, data } = testing

  return (
    <div className={classes.page}>
      <form
        noValidate
        aria-label="Route tester"
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          testing.mutate({ from: from.trim() || null, to: to.trim() || null })
        }}
      >
        <h2 className={classes.heading}>Which route would a call get?</h2>
        <TextField
          label="From"
          value={from}
          maxLength={255}
          spellCheck={false}
          placeholder="+1 415 555 0142"
          problem={refusalOf(error, 'from')}
          onChange={setFrom}
        />
        <TextField
          label="To"
          value={to}
          maxLength={255}
          spellCheck={false}
          placeholder="1204, sip:desk@pbx.example"
          problem={refusalOf(error, 'to')}
          onChange={setTo}
        />
        <Button type="submit" loading={testing.isPending} className={classes.button}>
          Test
        </Button>
      </form>
      {error && !isProblem(error, 'invalid_request') && (
        <p role="alert" className={form.error}>
          <strong>{wordsOf(error).title}.</strong> {wordsOf(error).advice}
        </p>
      )}
      <p className="visually-hidden" role="status">
        {data ? `Route ${data.route.name}. ${summaryOf(data)}` : ''}
      </p>
      {data && <Result test={data} />}
    </div>
  )
}

function summaryOf({ candidates }: RouteTest): string {
  const chosen = candidates.find(({ outcome }) => outcome === 'chosen')
  return chosen ? whyOf(chosen, candidates) : ''
}

function Result({ test }: { test: RouteTest }) {
  const tenant = useTenant()
  const { route, candidates } = test
  const read = [
    { words: 'From', number: test.from },
    { words: 'To', number: test.to },
  ].filter(({ number }) => number !== null)

  return (
    <section aria-labelledby="result" className={classes.result}>
      <h3 id="result" className={classes.answer}>
        Route{' '}
        <Link href={addresses.route(tenant.id, route.id)} className={table.name}>
          {route.name}
        </Link>
      </h3>
      <p className={classes.why}>{summaryOf(test)}</p>
      {read.map(({ words, number }) => (
        <p key={words} className={classes.why}>
          {words}{' '}
          {number?.e164 ? `is read as ${readableNumber(number.e164)}.` : `is taken as it was sent: ${number?.asSent}`}
        </p>
      ))}
      <table className={`${table.table} ${classes.candidates}`}>
        <caption className="visually-hidden">How every route fared</caption>
        <thead>
          <tr>
            <th scope="col">Route</th>
            <th scope="col">Calls</th>
            <th scope="col">What came of it</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((candidate) => (
            <tr key={candidate.id} data-chosen={candidate.outcome === 'chosen' || undefined}>
              <th scope="row">
                <Link href={addresses.route(tenant.id, candidate.id)} className={table.name}>
                  {candidate.name}
                </Link>
              </th>
              <td>
                {candidate.isDefault || candidate.numberPattern === null ? (
                  <span className={table.quiet}>{patternInWords(candidate)}</span>
                ) : (
                  <>
                    <span className={table.quiet}>{kindWords[candidate.kind]}</span>{' '}
                    <code className={table.pattern}>{candidate.numberPattern}</code>
                  </>
                )}
              </td>
              <td className={classes.outcome}>{whyOf(candidate, candidates)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
