import { IconMapOff } from '@tabler/icons-react'
import { addresses } from '../places/index.ts'
import { LinkButton, Message, useTitle } from '../ui/index.ts'

/** An address that is no page of the dashboard. */
export function NotFound() {
  useTitle('Not found')
  return (
    <Message
      headingLevel={1}
      icon={<IconMapOff size={24} stroke={1.5} />}
      title="There is no page at this address"
      actions={<LinkButton href={addresses.start}>Go to Home</LinkButton>}
    >
      <p>Check the address, or start again from Home.</p>
    </Message>
  )
}
