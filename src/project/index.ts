export { ProjectContext } from './project-context.ts'
