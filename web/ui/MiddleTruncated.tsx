import classes from './MiddleTruncated.module.css'

const tailLength = 6

/**
 * Text that loses its middle where room is short: ids differ at their ends. The whole text stays in the page, to be
 * selected and read out.
 */
export function MiddleTruncated({ text, className }: { text: string; className?: string | undefined }) {
  const isLong = text.length > 2 * tailLength
  const tail = isLong ? text.slice(-tailLength) : ''
  return (
    <span className={className ? `${classes.root} ${className}` : classes.root} title={text}>
      <span className={classes.head}>{isLong ? text.slice(0, -tailLength) : text}</span>
      {isLong && <span className={classes.tail}>{tail}</span>}
    </span>
  )
}
