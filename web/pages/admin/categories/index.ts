export { CategoriesPage as default } from './CategoriesPage.tsx'
