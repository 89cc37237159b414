// Imported for its effect by instrumented modules that run before the setup file.
import { installProbe } from './install.ts'

installProbe()
