import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { CopyButton } from '../../../ui/index.ts'
import { tokenUrlQuery } from './queries.ts'
import classes from './recorders.module.css'

type SecretOnceProps = {
  clientId: string
  secret: string
  /** The way on. */
  children: ReactNode
}

/** A secret, told once, with how to use it. */
export function SecretOnce({ clientId, secret, children }: SecretOnceProps) {
  const { data: tokenUrl = '<the issuer’s token endpoint>' } = useQuery(tokenUrlQuery)
  const settings = [
    `SOUNDKEEP_URL=${location.origin}`,
    `SOUNDKEEP_TOKEN_URL=${tokenUrl}`,
    `SOUNDKEEP_CLIENT_ID=${clientId}`,
    `SOUNDKEEP_CLIENT_SECRET=${secret}`,
  ].join('\n')
  const send = 'npm run ingest -- call.wav --channels caller,agent --from +14155550142 --to 1002'
  const token = `curl -u "$SOUNDKEEP_CLIENT_ID:$SOUNDKEEP_CLIENT_SECRET" -d grant_type=client_credentials \\
  -d scope=soundkeep/ingest "$SOUNDKEEP_TOKEN_URL"`

  return (
    <section className={classes.once} aria-labelledby="once">
      <h3 id="once" className={classes.warning}>
        <IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />
        You will not see this secret again
      </h3>
      <p className={classes.lead}>
        Soundkeep keeps no copy that can be read. Put it where the recorder finds it now; a lost one is replaced by
        adding another.
      </p>
      <dl className={classes.values}>
        <dt>Client ID</dt>
        <dd>
          <code>{clientId}</code> <CopyButton value={clientId} what="client ID" />
        </dd>
        <dt>Secret</dt>
        <dd>
          <code>{secret}</code> <CopyButton value={secret} what="secret" />
        </dd>
      </dl>
      <h4 className={classes.how}>How to use them</h4>
      <Snippet title="Settings, as environment variables" text={settings} what="settings" />
      <Snippet title="Send a call with the command-line recorder" text={send} what="command" />
      <Snippet title="Or get a token and speak to the API yourself" text={token} what="curl command" />
      <div className={classes.onward}>{children}</div>
    </section>
  )
}

function Snippet({ title, text, what }: { title: string; text: string; what: string }) {
  return (
    <div className={classes.snippet}>
      <p>
        {title} <CopyButton value={text} what={what} />
      </p>
      <pre>{text}</pre>
    </div>
  )
}
