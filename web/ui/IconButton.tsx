import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import classes from './IconButton.module.css'

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'aria-label' | 'type'> & {
  /** Its accessible name and tooltip. */
  label: string
  icon: ReactNode
  /** The key that does the same, shown in the tooltip. */
  shortcut?: string | undefined
  /** Why it cannot be used; the button stays focusable so that the reason can be read. */
  reason?: string | undefined
  ref?: Ref<HTMLButtonElement> | undefined
}

/** A button that shows an icon alone. */
export function IconButton({ label, icon, shortcut, reason, className, onClick, ref, ...rest }: IconButtonProps) {
  const name = reason ? `${label}: ${reason}` : label
  return (
    <button
      {...rest}
      ref={ref}
      type="button"
      className={className ? `${classes.button} ${className}` : classes.button}
      aria-label={name}
      aria-disabled={reason ? true : undefined}
      data-tip={reason ?? (shortcut ? `${label} (${shortcut})` : label)}
      onClick={reason ? (event) => event.preventDefault() : onClick}
    >
      {icon}
    </button>
  )
}
