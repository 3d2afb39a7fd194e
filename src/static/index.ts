// The static room's door: serving folders of files with hashed names and compressed variants.
export { isStaticRoute, serveStaticFolders, staticSettings } from "./serve-static-folders.ts";
export { StaticFolder, type StaticFolderOptions } from "./static-folder.ts";
