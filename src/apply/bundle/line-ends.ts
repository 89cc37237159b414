/** Spaces, line ends and comments. */
const TRIVIA = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)*/y

/** What goes on with an expression that ends on a line before it. */
const GOES_ON = /(?:[([`/+\-*.]|in\b|instanceof\b)/y

/**
 * Whether what follows would go on with an expression that ends at `end`. After the body of an arrow function a line
 * break ends the statement all the same, which it does no more once something else stands in its place.
 */
export function isContinued(code: string, end: number): boolean {
  TRIVIA.lastIndex = end
  TRIVIA.test(code)
  GOES_ON.lastIndex = TRIVIA.lastIndex
  return GOES_ON.test(code)
}
