import classes from './MiddleTruncated.module.css'

const tailLength = 6

/**
 * Text that loses its middle where room is short: ids differ at their ends. The host of an id such as a SIP Call-ID
 * (RFC 3261 section 8.1.1.4) is the same for many and goes first. The whole text stays in the page, to be selected and
 * read out.
 */
export function MiddleTruncated({ text, className }: { text: string; className?: string | undefined }) {
  const at = text.lastIndexOf('@')
  const [local, host] = at > 0 ? [text.slice(0, at), text.slice(at)] : [text, '']
  const isLong = local.length > 2 * tailLength
  return (
    <span className={className ? `${classes.root} ${className}` : classes.root} title={text}>
      <span className={classes.local}>
        <span className={classes.head}>{isLong ? local.slice(0, -tailLength) : local}</span>
        {isLong && <span className={classes.tail}>{local.slice(-tailLength)}</span>}
      </span>
      {host && <span className={classes.host}>{host}</span>}
    </span>
  )
}
