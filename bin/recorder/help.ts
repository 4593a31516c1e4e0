import { fieldNames, fields } from './fields.ts'
import { optionHelp } from './options.ts'

const titles = {
  recorder: 'Who sends',
  files: 'What the files are',
  many: 'Many calls',
  how: 'How',
} as const

const line = (flag: string, value: string | undefined, help: string): string =>
  `  ${`--${flag}${value === undefined ? '' : ` ${value}`}`.padEnd(24)} ${help}`

function section(group: keyof typeof titles): string {
  const lines = Object.entries(optionHelp)
    .filter(([, option]) => option.group === group)
    .map(([flag, option]) => line(flag, 'value' in option ? option.value : undefined, option.help))
  return [titles[group], ...lines].join('\n')
}

const facts = [
  'What is known of the call',
  ...fieldNames.map((name) => line(fields[name].flag, fields[name].value, fields[name].help)),
]

export const help = `Sends recorded calls to Soundkeep.

  npm run ingest -- --as rec-acme [options] FILE...
  npm run ingest -- --as rec-acme --manifest calls.csv --map from=Caller,to=Callee,file=Path,start=Date
  npm run ingest -- --as rec-acme --watch /var/spool/calls --name-pattern '{date}-{from}-{to}-{sessionId}'

The FILEs are one call: with --channels caller,agent two files are a side each, and one file is stereo.
Sent again, a call is known again; a command that was cut goes on where it stopped.

${section('recorder')}
  Where to: recorders.json in SOUNDKEEP_HOME (.soundkeep), which "npm start" writes, or for a Soundkeep elsewhere
  SOUNDKEEP_URL, SOUNDKEEP_TOKEN_URL, SOUNDKEEP_CLIENT_ID and SOUNDKEEP_CLIENT_SECRET in the environment.

${facts.join('\n')}
  A TIME is 2026-03-01T09:30:00Z, 2026-03-01 09:30:00, 20260301-093000 or seconds since 1970.

${section('files')}

${section('many')}
  Options say what holds for every call that a row or a name does not describe otherwise.
  Parts of a PATTERN: {date} {time} {from} {to} {sessionId} {side} {segment}, other facts; {*} a word, {**} anything.
  COLUMNS are the facts, file, file.caller, file.agent, channels, labels, kind, segment and siprec.

${section('how')}

Ends with 0: all is in; 1: something could not be sent or is damaged; 2: the command cannot be carried out;
3: no connection or not let in; 130: stopped by Ctrl-C, and the same command goes on.
`
