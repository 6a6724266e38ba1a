import type { Plugin } from 'esbuild'

/** Puts the style and script of the html reporter's page into the bundle. */
export declare const pageAssets: () => Plugin
