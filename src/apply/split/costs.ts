/** What `$().` before a name costs, in characters. */
export const REFERENCE_COST = 5

/** Shorter classes and values cost more in the cold file than they save where they stood. */
export const LEAST_VALUE = 80
