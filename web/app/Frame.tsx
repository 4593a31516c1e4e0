import { type ReactNode, Suspense, useState } from 'react'
import { Link } from 'wouter'
import { HelpDialog, type ShortcutId, shortcutWords, useShortcuts } from '../keys/index.ts'
import { Mark } from '../ui/index.ts'
import classes from './Frame.module.css'
import { UserMenu } from './UserMenu.tsx'

export type FrameItem = { href: string; words: string; isShown: boolean; shortcut?: ShortcutId }

type FrameProps = {
  home: string
  items: readonly FrameItem[]
  /** Beside the person's own menu. */
  end?: ReactNode
  /** Shortcuts that do nothing for this person here. */
  without: readonly ShortcutId[]
  children: ReactNode
}

/** The top bar over a page. */
export function Frame({ home, items, end, without, children }: FrameProps) {
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  useShortcuts({ help: () => setIsHelpOpen(true) })

  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <header className={classes.bar}>
        <Link href={home} className={classes.brand} aria-label="Soundkeep">
          <Mark />
          <span className={classes.name}>Soundkeep</span>
        </Link>
        <nav aria-label="Main" className={classes.menu}>
          {items.map(({ href, words, isShown, shortcut }) => (
            <Link
              key={href}
              href={href}
              aria-current={isShown ? 'page' : undefined}
              className={classes.item}
              data-tip={shortcut && `${words} (${shortcutWords(shortcut)})`}
            >
              {words}
            </Link>
          ))}
        </nav>
        <div className={classes.end}>
          {end}
          <UserMenu showKeys={() => setIsHelpOpen(true)} />
        </div>
      </header>
      {children}
      {isHelpOpen && (
        <Suspense fallback={null}>
          <HelpDialog isOpen close={() => setIsHelpOpen(false)} without={without} />
        </Suspense>
      )}
    </div>
  )
}

/** The page within a frame. */
export function Main({ children }: { children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className={classes.main}>
      {children}
    </main>
  )
}
