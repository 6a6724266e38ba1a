/** Bundles the project in `root` into the folder `dist`, and gives the paths from there of the files that went into it. */
export declare function bundleProgram(
  root: string,
  dist: string,
  options: { readonly minify: boolean },
): Promise<readonly string[]>
