/** Builds the page that lints in a browser into a folder, which is made empty first. */
export declare const buildSite: (folder: string) => Promise<void>
