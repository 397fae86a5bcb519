/** The end of a closed union's switch: a forgotten kind does not compile, and one that slips in at run time is named. */
export function unhandled(value: never): Error {
  return new Error(`unhandled: ${JSON.stringify(value)}`);
}
