import type { ListedUser } from '../../../api/index.ts'
import { roleWords } from '../../../session/index.ts'
import type { Formats } from '../../../time/index.ts'
import { Clamped, type Column, Quiet } from '../ListTable.tsx'
import { StateMark } from '../StateMark.tsx'
import { stateOf } from './peopleFilters.ts'
import { routesInWords, stateWords } from './words.ts'

type Names = ReadonlyMap<string, string>
type Context = { formats: Formats; groupNames: Names; routeNames: Names }

/** The columns of the list of people. */
export const columnsOf = ({ formats, groupNames, routeNames }: Context): readonly Column<ListedUser>[] => [
  {
    id: 'name',
    words: 'Name',
    width: '25%',
    cell: ({ name }) => name,
    aside: ({ email }) => email,
  },
  { id: 'role', words: 'Role', width: '14%', cell: ({ role }) => roleWords[role] },
  {
    id: 'routes',
    words: 'Routes',
    isNamedOnCards: true,
    cell: ({ routes }) => <Clamped text={routesInWords(routes, routeNames)} />,
  },
  {
    id: 'groups',
    words: 'Groups',
    isNamedOnCards: true,
    cell: ({ groups }) => {
      const names = groups.flatMap(({ groupId, isSupervisor }) => {
        const name = groupNames.get(groupId)
        return name === undefined ? [] : [isSupervisor ? `${name} (supervisor)` : name]
      })
      return <Clamped text={names.join(', ')} />
    },
  },
  {
    id: 'agentIds',
    words: 'Agent IDs',
    width: '11%',
    isNamedOnCards: true,
    cell: ({ agentIds }) => <Clamped text={agentIds.join(', ')} />,
  },
  {
    id: 'state',
    words: 'State',
    width: '96px',
    onCards: 'beside',
    cell: (user) => <StateMark state={stateOf(user)} words={stateWords[stateOf(user)]} />,
  },
  {
    id: 'lastSignedInAt',
    words: `Last sign-in (${formats.zoneName(new Date())})`,
    width: '13%',
    isNamedOnCards: true,
    cell: ({ lastSignedInAt }) =>
      lastSignedInAt === null ? (
        <Quiet>Never</Quiet>
      ) : (
        <time dateTime={lastSignedInAt} title={formats.fullTime(lastSignedInAt)}>
          {formats.date(lastSignedInAt)} <Quiet>{formats.time(lastSignedInAt)}</Quiet>
        </time>
      ),
  },
]
