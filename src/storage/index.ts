// The storage room's door: what a storage can do, storages on the disk and in memory, and the files of models.
export { cleanFileName } from "./file-name.ts";
export { FileSystemStorage, type FileSystemStorageOptions } from "./file-system-storage.ts";
export { type ImageSize, imageSize } from "./image-size.ts";
export { MemoryStorage } from "./memory-storage.ts";
export type { FileContent, FileStat, SaveFileOptions, Storage } from "./storage.ts";
export { StorageError } from "./storage-error.ts";
export { StoredFile, upload } from "./stored-file.ts";
