/** What cannot be read because it is not there, or too large. */

/** An argument that names nothing. */
export class NotFound extends Error {
  override readonly name = 'NotFound'
}

/** A larger file is not read: no manifest or script comes near. */
export const MOST_BYTES = 100_000_000
