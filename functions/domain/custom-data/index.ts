export {
  type CategoryPorts,
  changeCategory,
  createCategory,
  findCategory,
  listCategories,
  maxCategories,
  retireCategory,
} from './categories.ts'
export {
  type CustomFieldPorts,
  changeCustomField,
  createCustomField,
  customFieldsOf,
  findCustomField,
  listCustomFields,
  maxCustomFields,
  retireCustomField,
} from './fields.ts'
export {
  type CustomDataPorts,
  changeCustomData,
  changeSegmentCustomData,
  findCustomData,
  findSegmentCustomData,
  maxValuesBytes,
} from './fill-in.ts'
export { customValueOf, fits, readValue, type ValueRule, valueOfText } from './values.ts'
