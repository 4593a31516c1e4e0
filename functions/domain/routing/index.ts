export { bySpecificity, type CallNumbers, type Candidate, type Choice, chooseRoute } from './choose.ts'
export { e164Of, readNumber } from './numbers.ts'
export { readPattern } from './pattern.ts'
