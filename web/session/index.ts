export { type Config, loadConfig } from './config.ts'
export {
  type Person,
  SessionContext,
  type Tenant,
  TenantContext,
  useApi,
  useFormats,
  usePerson,
  useSession,
  useTenant,
} from './context.ts'
export { Gate } from './Gate.tsx'
export { type Permitted, usePermissions } from './permissions.ts'
export { isPlatformAdministrator } from './platform.ts'
export { rememberTenant, tenantToStartWith } from './rememberedTenant.ts'
export { roleWords } from './roles.ts'
export { SignedIn } from './SignedIn.tsx'
export { endedAddress, SignedOut } from './SignedOut.tsx'
export { createSession, type Session } from './session.ts'
