export {
  type CategoryPorts,
  changeCategory,
  createCategory,
  findCategory,
  listCategories,
  maxCategories,
  retireCategory,
} from './categories.ts'
