import type { BodyOf, Contract, ResponseOf } from '../../contract/index.ts'
import type { Category, CategoryId, Principal } from '../../model/index.ts'
import type { CategoryStore, Clock, Ids } from '../../ports/index.ts'
import { madeBefore, nameKinds, type Repeatable, requireFreeName, requireVersion } from '../administration/index.ts'
import { entryOf } from '../audit/index.ts'
import { mayDo, requireMake, thingTarget } from '../permissions/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'

export type CategoryView = ResponseOf<Contract['customData']['getCategory']>
export type VersionedCategory = { category: CategoryView; version: number }
export type CategoryChanges = BodyOf<Contract['customData']['changeCategory']>
export type CategoryPorts = { categories: CategoryStore; clock: Clock; ids: Ids }

/** Those in use: a longer list helps nobody to choose. */
export const maxCategories = 100
/** With retired ones, which recordings still name. */
export const maxKeptCategories = 500
const attempts = 5

const viewOf = ({ id, name, colour, retiredAt, updatedAt }: Category): CategoryView => ({
  ...{ id, name, colour, retiredAt, updatedAt },
})
const viewed = (category: Category): VersionedCategory => ({ category: viewOf(category), version: category.version })

/** Those that the principal may see, by name. */
export async function listCategories({ categories }: CategoryPorts, principal: Principal): Promise<CategoryView[]> {
  const all = await categories.categories(principal.tenantId)
  return all.filter(({ id }) => mayDo(principal, 'category:Read', thingTarget(`category/${id}`))).map(viewOf)
}

async function requireCategory(
  { categories }: CategoryPorts,
  principal: Principal,
  categoryId: CategoryId,
  permission: 'category:Read' | 'category:Edit',
): Promise<Category> {
  const category = await categories.find(principal.tenantId, categoryId)
  if (!category || !mayDo(principal, permission, thingTarget(`category/${categoryId}`))) throw notFound()
  return category
}

/** @throws Refusal not_found */
export async function findCategory(
  ports: CategoryPorts,
  principal: Principal,
  categoryId: CategoryId,
): Promise<VersionedCategory> {
  return viewed(await requireCategory(ports, principal, categoryId, 'category:Read'))
}

/** @throws Refusal too_many_categories */
function requireRoom(all: readonly Category[]): void {
  if (all.filter(({ retiredAt }) => retiredAt === null).length < maxCategories) return
  throw new Refusal(
    'too_many_categories',
    `A tenant has at most ${maxCategories} categories in use. Retire one that is not needed.`,
  )
}

/**
 * @param repeatable the Idempotency-Key and a hash of the request that it came with
 * @throws Refusal forbidden, category_name_taken, too_many_categories, idempotency_key_reused, conflict
 */
export async function createCategory(
  ports: CategoryPorts,
  principal: Principal,
  asked: BodyOf<Contract['customData']['createCategory']>,
  repeatable: Repeatable | null,
): Promise<VersionedCategory & { isNew: boolean }> {
  const { tenantId } = principal
  requireMake(principal, 'category:Edit', 'category')
  for (let attempt = 0; attempt < attempts; attempt++) {
    // In this order: a name that the same request took a moment ago is then known to be its own.
    const all = await ports.categories.categories(tenantId)
    const made = await madeBefore(ports.categories, tenantId, repeatable)
    if (made) return { ...viewed(made), isNew: false }
    requireFreeName(nameKinds.category, all, asked.name, null)
    requireRoom(all)
    if (all.length >= maxKeptCategories) {
      throw new Refusal(
        'too_many_categories',
        `A tenant keeps at most ${maxKeptCategories} categories, retired ones included. Restore and rename one of these.`,
      )
    }
    const category: Category = {
      ...{ tenantId, id: ports.ids.categoryId(), ...asked },
      ...{ retiredAt: null, updatedAt: ports.clock.now(), version: 1 },
    }
    const audit = entryOf(principal, 'createCategory', { categoryId: category.id })
    const idempotency = repeatable && { ...repeatable, id: category.id }
    if ((await ports.categories.create(category, audit, idempotency)) === 'written') {
      return { ...viewed(category), isNew: true }
    }
  }
  throw conflict()
}

/**
 * Recordings name categories by their ids: a new name or colour shows on all of them.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, precondition_failed, category_name_taken, too_many_categories, conflict
 */
export async function changeCategory(
  ports: CategoryPorts,
  principal: Principal,
  categoryId: CategoryId,
  { isRetired, ...changes }: CategoryChanges,
  baseVersion: number | undefined,
): Promise<VersionedCategory> {
  const previous = await requireCategory(ports, principal, categoryId, 'category:Edit')
  requireVersion(previous, baseVersion)
  const all = await ports.categories.categories(principal.tenantId)
  if (changes.name !== undefined) requireFreeName(nameKinds.category, all, changes.name, categoryId)
  if (isRetired === false && previous.retiredAt !== null) requireRoom(all)
  const fields = Object.keys({ ...changes, ...(isRetired !== undefined && { isRetired }) })
  const audit = entryOf(principal, 'changeCategory', { categoryId }, { fields })
  const category: Category = {
    ...{ ...previous, ...changes, retiredAt: retirementOf(ports, previous, isRetired) },
    ...{ updatedAt: ports.clock.now(), version: previous.version + 1 },
  }
  if ((await ports.categories.change(category, previous, audit)) === 'stale') throw conflict()
  return viewed(category)
}

/** Since when it is retired, where nothing is said as before. */
function retirementOf({ clock }: CategoryPorts, { retiredAt }: Category, isRetired: boolean | undefined) {
  if (isRetired === undefined) return retiredAt
  return isRetired ? (retiredAt ?? clock.businessNow()) : null
}

/**
 * Recordings that have it keep it. Retiring twice is the same as once.
 * @throws Refusal not_found, precondition_failed, conflict
 */
export async function retireCategory(
  ports: CategoryPorts,
  principal: Principal,
  categoryId: CategoryId,
  baseVersion: number | undefined,
): Promise<void> {
  const previous = await requireCategory(ports, principal, categoryId, 'category:Edit')
  requireVersion(previous, baseVersion)
  const category: Category = {
    ...{ ...previous, retiredAt: retirementOf(ports, previous, true) },
    ...{ updatedAt: ports.clock.now(), version: previous.version + 1 },
  }
  const audit = entryOf(principal, 'retireCategory', { categoryId })
  if ((await ports.categories.change(category, previous, audit)) === 'stale') throw conflict()
}
