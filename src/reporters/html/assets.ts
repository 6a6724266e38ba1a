/** The page's style and script. What is built has those that are bundled from page.css and client/ in the place of this file. */
export interface PageAssets {
  readonly style: string
  readonly script: string
  /** What the page's Content-Security-Policy allows. */
  readonly styleHash: string
  readonly scriptHash: string
}

const NOTHING = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='

export const pageAssets: PageAssets = { style: '', script: '', styleHash: NOTHING, scriptHash: NOTHING }
