import { Button } from '@mantine/core'
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { isProblem, type Me, meQuery, wordsOf } from '../../api/index.ts'
import { useApi, useSession } from '../../session/index.ts'
import { CopyButton } from '../../ui/index.ts'
import { refusalOf, TextField } from '../admin/index.ts'
import classes from './Profile.module.css'

const QrCode = lazy(() => import('./QrCode.tsx'))

/** What a person signs in with beside their password: codes of an authenticator app (RFC 6238). */
export function SecondFactor({ me }: { me: Me }) {
  const api = useApi()
  const client = useQueryClient()
  const session = useSession()
  const heading = useRef<HTMLHeadingElement>(null)
  const starting = useMutation({ mutationFn: async () => (await api.post('/me/second-factor', {})).body })
  const confirming = useMutation({
    mutationFn: async (code: string) => (await api.post('/me/second-factor/confirmation', { body: { code } })).body,
    onSuccess: (answer) => {
      client.setQueryData(meQuery(api).queryKey, answer)
      heading.current?.focus()
    },
  })
  const isAsked = location.hash === '#second-factor'

  // A tenant that asks for one leads here.
  useEffect(() => {
    if (isAsked) heading.current?.focus()
  }, [isAsked])

  const Icon = me.hasSecondFactor ? IconShieldCheck : IconShieldOff
  return (
    <section id="second-factor" className={classes.section} aria-labelledby="second-factor-heading">
      <h2 ref={heading} id="second-factor-heading" tabIndex={-1} className={classes.heading}>
        Second factor
      </h2>
      <p className={classes.state}>
        <Icon size={16} stroke={1.75} aria-hidden="true" />
        {me.hasSecondFactor
          ? 'It is on: a code of your app is asked for when you sign in.'
          : 'It is off: your password alone opens your account.'}
      </p>
      {isAsked && !confirming.data && (
        <p className={classes.note}>
          {me.hasSecondFactor
            ? 'The tenant asks for a sign-in with it. Sign in again to go on.'
            : 'The tenant asks for a second factor. Set one up, then sign in again.'}
        </p>
      )}
      {confirming.data || (isAsked && me.hasSecondFactor) ? (
        <div className={classes.done}>
          {confirming.data && <p role="status">The app is set up. From the next sign-in on, its code is asked for.</p>}
          <Button onClick={() => void session.signIn(returnAddress(), { isAnew: true })}>Sign in again</Button>
        </div>
      ) : starting.data ? (
        <SetUp {...starting.data} confirming={confirming} />
      ) : (
        <div>
          <Button variant="default" loading={starting.isPending} onClick={() => starting.mutate()}>
            {me.hasSecondFactor ? 'Set up another app' : 'Set it up'}
          </Button>
        </div>
      )}
      {starting.error && (
        <p role="alert" className={classes.error}>
          <strong>{wordsOf(starting.error).title}.</strong> {wordsOf(starting.error).advice}
        </p>
      )}
    </section>
  )
}

/** Where one was: this page, without the hash that says who sent one here. */
const returnAddress = () => location.pathname

/** In groups of four, as it is typed off. */
const grouped = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret

type SetUpProps = {
  secret: string
  uri: string
  confirming: { mutate: (code: string) => void; isPending: boolean; error: Error | null }
}

function SetUp({ secret, uri, confirming }: SetUpProps) {
  const [code, setCode] = useState('')
  const [isTried, setIsTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const digits = code.replace(/\s/g, '')
  const isWhole = /^\d{6}$/.test(digits)
  const isWrong = isProblem(confirming.error, 'wrong_code')
  const problem =
    isTried && !isWhole
      ? 'Type the six digits that the app shows.'
      : isWrong
        ? 'The code is not right. Type the one that the app shows now.'
        : refusalOf(confirming.error, 'code')

  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  return (
    <div className={classes.setUp}>
      <ol className={classes.steps}>
        <li>Open an authenticator app: one of your phone, or of your password manager.</li>
        <li>
          Scan this, or type the key:
          <span className={classes.secret}>
            <code>{grouped(secret)}</code> <CopyButton value={secret} what="key" />
          </span>
        </li>
        <li>Type the six digits that it shows.</li>
      </ol>
      <div className={classes.code}>
        <Suspense fallback={null}>
          <QrCode text={uri} label="QR code of the key, for an authenticator app" />
        </Suspense>
      </div>
      <form
        ref={form}
        noValidate
        aria-label="Confirm the second factor"
        className={classes.confirm}
        onSubmit={(event) => {
          event.preventDefault()
          setIsTried(true)
          if (isWhole) confirming.mutate(digits)
        }}
      >
        <TextField
          label="Code"
          value={code}
          maxLength={7}
          inputMode="numeric"
          placeholder="123456"
          problem={problem}
          onChange={setCode}
        />
        {confirming.error && problem === undefined && (
          <p role="alert" className={classes.error}>
            <strong>{wordsOf(confirming.error).title}.</strong> {wordsOf(confirming.error).advice}
          </p>
        )}
        <div>
          <Button type="submit" loading={confirming.isPending}>
            Switch it on
          </Button>
        </div>
      </form>
    </div>
  )
}
