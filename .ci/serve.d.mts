export interface Served {
  readonly address: string
  close(): void
}

/** Serves a folder, and tells of each request: its method, its path and how many bytes came with it. */
export declare const serve: (folder: string, tell?: (request: string) => void) => Promise<Served>
