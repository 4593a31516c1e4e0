import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { addresses } from '../places/index.ts'
import { FullPage, Message } from '../ui/index.ts'

/** What a page shows that fell over: a chunk that is gone after a deployment, or a fault of ours. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <FullPage>
        <Message
          headingLevel={1}
          role="alert"
          title="This page stopped working"
          actions={
            <>
              <Button onClick={() => location.reload()}>Reload</Button>
              <Button variant="default" onClick={() => location.assign(addresses.start)}>
                Go to Home
              </Button>
            </>
          }
        >
          <p>A newer dashboard may have come out while you were working. Nothing that was saved is lost.</p>
        </Message>
      </FullPage>
    )
  }
}
