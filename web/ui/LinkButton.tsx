import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

type LinkButtonProps = Pick<ButtonProps, 'variant' | 'size' | 'color' | 'leftSection'> & {
  href: string
  /** For the history entry that it leads to. */
  state?: unknown
  tip?: string
  children: ReactNode
}

/** A link to another page of the dashboard that looks like a button. */
export function LinkButton({ href, state, tip, children, ...look }: LinkButtonProps) {
  return (
    <Link href={href} state={state} asChild>
      <Button component="a" data-button data-tip={tip} {...look}>
        {children}
      </Button>
    </Link>
  )
}
